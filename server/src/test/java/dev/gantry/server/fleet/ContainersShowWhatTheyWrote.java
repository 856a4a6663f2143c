package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.layer.FileFact;
import dev.gantry.protocol.layer.FilePage;
import dev.gantry.protocol.layer.LayerChange;
import dev.gantry.protocol.layer.LayersFact;
import dev.gantry.server.fleet.Api.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class ContainersShowWhatTheyWrote {
    private final FleetServer server = FleetServer.shared();
    private final Api api = server.api();
    private FakeAgent agent;
    private String id;

    @BeforeEach
    void oneContainer() {
        agent = FakeAgent.join(server, "wrote-" + System.nanoTime())
                .withImage(Samples.image(Samples.IMAGE, 10))
                .connect();
        agent.answers = this::answer;
        String host = agent.identity.hostId();
        await().untilAsserted(() ->
                assertThat(api.get("/hosts/" + host).text("/state")).isEqualTo("CONNECTED"));
        await().untilAsserted(() -> assertThat(
                        api.get("/images?hostId=" + host).body().at("/total").asInt())
                .isEqualTo(1));
        Reply created = api.post(
                "/containers", "{\"name\":\"writer\",\"hostId\":\"" + host + "\",\"spec\":{\"image\":\"app:1\"}}");
        assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
        id = created.text("/id");
    }

    @AfterEach
    void noHost() {
        agent.close();
        api.delete("/hosts/" + agent.identity.hostId() + "?force=true");
    }

    private AgentMessage.@Nullable Response answer(RequestBody body) {
        String onLink = "container:" + id.replace("-", "");
        if (body instanceof RequestBody.DescribeLayers wanted && wanted.image().equals(onLink)) {
            return document(new LayersFact(
                    List.of(
                            new LayerChange(0, "sha256:" + "ab".repeat(32), 9, "ADD / /", null, 3, 9, 3, 9, 0, 0, 0, 0),
                            new LayerChange(1, "", 4, null, null, 4, 13, 1, 4, 0, 0, 0, 0)),
                    1,
                    0,
                    List.of()));
        }
        if (body instanceof RequestBody.ListFiles wanted && wanted.image().equals(onLink)) {
            return document(new FilePage(List.of(file("var/log/app")), false));
        }
        if (body instanceof RequestBody.FileHistory wanted && wanted.image().equals(onLink)) {
            return document(new FilePage(List.of(file(wanted.path())), false));
        }
        if (body instanceof RequestBody.ReadFile wanted && wanted.image().equals(onLink)) {
            if (wanted.path().equals("none")) {
                return new AgentMessage.Response(
                        "", new Problem("INVALID_ARGUMENT", "Read", "it is gone", "Look."), null, null);
            }
            agent.write(wanted.streamId(), "more than it had when it was listed");
            return new AgentMessage.Response("", null, null, null);
        }
        return null;
    }

    private static AgentMessage.Response document(Object fact) {
        return new AgentMessage.Response("", null, null, FakeAgent.JSON.writeValueAsString(fact));
    }

    private static FileFact file(String path) {
        return new FileFact(path, "ADDED", "FILE", 1, 4, "644", 0, 0, 1, null, null, 1, 1, 0, 0, 4);
    }

    @Test
    void its_own_layer_lies_on_top_of_its_images() {
        Reply layers = api.get("/containers/" + id + "/layers");
        assertThat(layers.status()).as(layers.raw().body()).isEqualTo(200);
        assertThat(layers.text("/layers/1/diffId")).isEmpty();
        assertThat(layers.body().at("/layers/1/added").asInt()).isEqualTo(1);
        assertThat(api.get("/containers/" + id + "/layers/1/files?mark=ADDED").text("/items/0/path"))
                .isEqualTo("var/log/app");
        assertThat(api.get("/containers/" + id + "/history?path=var/log/app")
                        .body()
                        .at("/0/layer")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_file_that_grows_meanwhile_is_sent_as_far_as_it_came() {
        Reply content = api.get("/containers/" + id + "/layers/1/content?path=var/log/app");
        assertThat(content.status()).isEqualTo(200);
        assertThat(content.raw().body()).isEqualTo("more than it had when it was listed");
        assertThat(api.get("/containers/" + id + "/layers/1/content?path=none").status())
                .isEqualTo(422);
    }

    @Test
    void a_container_that_nobody_has_is_not_found() {
        assertThat(api.get("/containers/00000000-0000-4000-8000-000000000000/layers")
                        .status())
                .isEqualTo(404);
    }
}
