package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.protocol.layer.FoundFiles;
import dev.gantry.server.fleet.Api.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class FilesAreFoundInTheFleet {
    private static final String SHA = "ab".repeat(32);

    private final FleetServer server = FleetServer.fresh();
    private final Api api = server.api();
    private final List<FakeAgent> agents = new ArrayList<>();
    private final List<RequestBody> asked = new CopyOnWriteArrayList<>();
    private final ImageFact image = Samples.image(Samples.IMAGE, 10);

    @BeforeEach
    void twoHosts() {
        for (String name : List.of("find-one", "find-two")) {
            FakeAgent agent = FakeAgent.join(server, name).withImage(image).connect();
            agents.add(agent);
            agent.answers = body -> answer(body, agent);
            await().untilAsserted(() -> assertThat(api.get("/images?hostId=" + agent.identity.hostId())
                            .body()
                            .at("/total")
                            .asInt())
                    .isEqualTo(1));
        }
    }

    @AfterEach
    void end() {
        agents.forEach(FakeAgent::close);
        server.close();
    }

    private AgentMessage.Response answer(RequestBody body, FakeAgent agent) {
        asked.add(body);
        List<FoundFiles.InImage> places = new ArrayList<>(List.of(new FoundFiles.InImage(image.digest(), 0)));
        if (agent == agents.get(0)) {
            places.add(new FoundFiles.InImage("sha256:" + "00".repeat(32), 0));
        }
        return new AgentMessage.Response(
                "",
                null,
                null,
                FakeAgent.JSON.writeValueAsString(new FoundFiles(
                        List.of(new FoundFiles.Found(
                                "usr/lib/libssl.so.3", "FILE", image.digest(), 7, "644", 0, 0, null, null, places)),
                        false)));
    }

    @Test
    void the_answer_names_images_hosts_and_containers_once_each() {
        Reply created = api.post(
                "/containers",
                "{\"name\":\"uses-ssl\",\"hostId\":\"" + agents.get(1).identity.hostId()
                        + "\",\"spec\":{\"image\":\"app:1\"}}");
        assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
        Reply found = api.get("/files?q=libssl");
        assertThat(found.status()).as(found.raw().body()).isEqualTo(200);
        assertThat(found.body().at("/items").size()).isEqualTo(1);
        assertThat(found.body().at("/items/0/images").size())
                .as("what a host says of an image that it has not is left out")
                .isEqualTo(1);
        assertThat(found.text("/items/0/images/0/name")).isEqualTo(Samples.IMAGE);
        assertThat(found.body().at("/items/0/images/0/hosts").toString()).isEqualTo("[\"find-one\",\"find-two\"]");
        assertThat(found.text("/items/0/containers/0/name")).isEqualTo("uses-ssl");
        assertThat(found.body().at("/unasked").size()).isZero();
    }

    @Test
    void a_sha_256_is_searched_for_as_content() {
        api.get("/files?q=" + SHA);
        assertThat(asked).contains(new RequestBody.FindFiles("", "sha256:" + SHA, 100));
    }

    @Test
    void a_host_that_can_not_be_asked_is_named_and_the_others_answer() {
        agents.get(1).close();
        await().untilAsserted(() -> assertThat(api.get("/files?q=libssl").text("/unasked/0/hostName"))
                .isEqualTo("find-two"));
        assertThat(api.get("/files?q=libssl").body().at("/items").size()).isEqualTo(1);
        agents.get(0).answers = body -> new AgentMessage.Response("", null, null, "[1]");
        assertThat(api.get("/files?q=libssl").body().at("/unasked").size()).isEqualTo(2);
    }

    @Test
    void a_search_for_nearly_everything_is_refused() {
        assertThat(api.get("/files?q=%2F*").status()).isEqualTo(422);
        assertThat(asked).isEmpty();
    }
}
