package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.layer.FileFact;
import dev.gantry.protocol.layer.FilePage;
import dev.gantry.protocol.layer.LayerChange;
import dev.gantry.protocol.layer.LayersFact;
import dev.gantry.server.fleet.Api.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class LayerTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String SHA = "sha256:" + "ab".repeat(32);

    private final FleetServer server = FleetServer.shared();
    private final Api api = server.api();
    private FakeAgent agent;
    private String digest;
    private volatile RequestBody.@Nullable ListFiles listed;

    @BeforeEach
    void oneImage() {
        agent = FakeAgent.join(server, "l" + NUMBER.incrementAndGet()).connect();
        await().untilAsserted(() -> assertThat(
                        api.get("/hosts/" + agent.identity.hostId()).text("/state"))
                .isEqualTo("CONNECTED"));
        digest = api.upload(
                        "/images?hostId=" + agent.identity.hostId() + "&reference=deck:" + NUMBER,
                        BodyPublishers.ofByteArray(new byte[100 + NUMBER.get()]))
                .text("/digest");
        agent.answers = this::answer;
    }

    @AfterEach
    void noHost() {
        agent.close();
        api.delete("/hosts/" + agent.identity.hostId() + "?force=true");
    }

    private AgentMessage.@Nullable Response answer(RequestBody body) {
        if (body instanceof RequestBody.DescribeLayers) {
            return document(new LayersFact(
                    List.of(new LayerChange(0, SHA, 9, "COPY a /a", null, 3, 9, 3, 9, 0, 0, 0, 0)),
                    0.75,
                    400,
                    List.of(new LayersFact.WastedPath("var/cache/x", 400, List.of(0, 1)))));
        }
        if (body instanceof RequestBody.ListFiles wanted) {
            listed = wanted;
            return document(new FilePage(List.of(file("etc/a%0Ab")), true));
        }
        if (body instanceof RequestBody.FileHistory wanted) {
            return document(
                    new FilePage(wanted.path().equals("none") ? List.of() : List.of(file(wanted.path())), false));
        }
        if (body instanceof RequestBody.ReadFile wanted && wanted.path().equals("broken")) {
            WebSocket stream = agent.open(Protocol.STREAM_PATH + wanted.streamId(), new FakeStream());
            stream.sendBinary(ByteBuffer.wrap(new byte[3]), true).join();
            stream.abort();
            return new AgentMessage.Response("", null, null, null);
        }
        if (body instanceof RequestBody.ReadFile wanted && !wanted.path().equals("none")) {
            WebSocket stream = agent.open(Protocol.STREAM_PATH + wanted.streamId(), new FakeStream());
            stream.sendBinary(ByteBuffer.wrap("<script>".getBytes(StandardCharsets.UTF_8)), true)
                    .join();
            stream.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            return new AgentMessage.Response("", null, null, null);
        }
        if (body instanceof RequestBody.ReadFile) {
            return new AgentMessage.Response(
                    "", new Problem("INVALID_ARGUMENT", "Read", "no layer has it", "Look."), null, null);
        }
        return null;
    }

    private static AgentMessage.Response document(Object fact) {
        return new AgentMessage.Response("", null, null, FakeAgent.JSON.writeValueAsString(fact));
    }

    private static FileFact file(String path) {
        return new FileFact(path, "ADDED", "FILE", 0, 8, "644", 0, 0, 1, null, SHA, 1, 1, 0, 0, 8);
    }

    @Test
    void a_host_that_has_the_image_tells_of_its_layers() {
        Reply layers = api.get("/images/" + digest + "/layers");
        assertThat(layers.status()).as(layers.raw().body()).isEqualTo(200);
        assertThat(layers.text("/layers/0/createdBy")).isEqualTo("COPY a /a");
        assertThat(layers.body().at("/layers/0/added").asInt()).isEqualTo(3);
        assertThat(layers.body().at("/efficiency").asDouble()).isEqualTo(0.75);
        assertThat(layers.text("/worst/0/path")).isEqualTo("var/cache/x");
    }

    @Test
    void files_come_page_by_page_with_every_filter_passed_on() {
        Reply first = api.get("/images/" + digest
                + "/layers/0/files?path=etc&below=true&q=*.so&kind=FILE&kind=SYMLINK&mark=ADDED&minBytes=5&limit=7");
        assertThat(first.status()).as(first.raw().body()).isEqualTo(200);
        assertThat(first.text("/items/0/path")).isEqualTo("etc/a%0Ab");
        assertThat(listed)
                .isEqualTo(new RequestBody.ListFiles(
                        digest, 0, "etc", true, "*.so", List.of("FILE", "SYMLINK"), List.of("ADDED"), 5, "", 7));
        api.get("/images/" + digest + "/layers/0/files?cursor=" + first.text("/next"));
        assertThat(java.util.Objects.requireNonNull(listed).after()).isEqualTo("etc/a%0Ab");
        assertThat(api.get("/images/" + digest + "/layers/0/files?mark=LOST").status())
                .isEqualTo(422);
    }

    @Test
    void a_files_bytes_may_only_be_saved() {
        Reply content = api.get("/images/" + digest + "/layers/0/content?path=srv/x%2522.html");
        assertThat(content.status()).isEqualTo(200);
        assertThat(content.raw().body()).isEqualTo("<script>");
        var headers = content.raw().headers();
        assertThat(headers.firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment")
                .doesNotContain("\"x\"");
    }

    @Test
    void a_part_of_a_file_is_never_taken_for_the_whole() {
        Reply part = catchBroken();
        assertThat(part == null || part.status() == 503).isTrue();
    }

    private @Nullable Reply catchBroken() {
        try {
            return api.get("/images/" + digest + "/layers/0/content?path=broken");
        } catch (RuntimeException e) {
            return null;
        }
    }

    @Test
    void a_file_that_is_not_there_is_no_empty_file() {
        Reply refused = api.get("/images/" + digest + "/layers/0/content?path=none");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/why")).isEqualTo("no layer has it");
    }

    @Test
    void a_rule_that_an_image_breaks_is_answered_with_what_breaks_it() {
        String path = "/images/" + digest + "/efficiency";
        assertThat(api.get(path).status()).isEqualTo(200);
        assertThat(api.get(path + "?minEfficiency=0.5&maxWastedBytes=400").status())
                .isEqualTo(200);
        Reply broken = api.get(path + "?minEfficiency=0.9&maxWastedBytes=399");
        assertThat(broken.status()).isEqualTo(422);
        assertThat(broken.body().at("/passed").asBoolean()).isFalse();
        assertThat(broken.body().at("/broken").size()).isEqualTo(2);
        assertThat(broken.text("/worst/0/path")).isEqualTo("var/cache/x");
    }

    @Test
    void without_a_connected_host_nothing_can_be_looked_into() {
        agent.close();
        await().untilAsserted(() ->
                assertThat(api.get("/images/" + digest + "/layers").status()).isEqualTo(503));
        assertThat(api.get("/images/" + digest + "/layers").text("/why")).contains("no host that has the image");
        assertThat(api.get("/images/" + SHA + "/layers").status()).isEqualTo(404);
    }

    @Test
    void an_agent_that_answers_with_something_else_is_not_believed() {
        agent.answers = body -> new AgentMessage.Response("", null, null, "[1]");
        assertThat(api.get("/images/" + digest + "/layers").status()).isEqualTo(500);
    }
}
