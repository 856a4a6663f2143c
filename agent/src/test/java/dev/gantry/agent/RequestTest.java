package dev.gantry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.agent.testing.FakeLink;
import dev.gantry.agent.testing.FakeServer;
import dev.gantry.agent.testing.WebSocketPeer;
import dev.gantry.agent.testing.Wish;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.registry.auth.Credentials;
import dev.gantry.protocol.AgentMessage.ImageReport;
import dev.gantry.protocol.AgentMessage.Progress;
import dev.gantry.protocol.AgentMessage.Response;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.RegistryEndpoint;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.RequestBody.FollowLogs;
import dev.gantry.protocol.RequestBody.ImportImage;
import dev.gantry.protocol.RequestBody.PullImage;
import dev.gantry.protocol.RequestBody.PushImage;
import dev.gantry.protocol.ServerMessage.Cancel;
import dev.gantry.protocol.ServerMessage.Request;
import dev.gantry.protocol.facts.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestTest {
    private static final String ONE = Wish.id(1);

    @TempDir
    Path directory;

    private final FakeServer server = new FakeServer();
    private AgentUnderTest agent;
    private FakeLink link;

    @BeforeEach
    void prepare() throws Exception {
        agent = new AgentUnderTest(directory);
        agent.start(server);
        link = server.awaitLink();
        link.send(Wish.all(1, Wish.on(1, 1, 1)));
        await().until(() -> agent.engine().container(ONE).isPresent());
    }

    @AfterEach
    void end() {
        agent.close();
        server.close();
    }

    @Test
    void an_image_is_imported_from_a_stream_and_reported() throws Exception {
        ask("r1", new ImportImage("s1", "busybox:1", 0));
        WebSocketPeer stream = server.awaitStream("s1");
        byte[] archive = new byte[300_000];
        new Random(1).nextBytes(archive);
        for (int at = 0; at < archive.length; at += 50_000) {
            stream.binary(Arrays.copyOfRange(archive, at, at + 50_000));
        }
        stream.close(1000);
        Response response = response("r1");
        assertThat(response.problem()).isNull();
        assertThat(Objects.requireNonNull(response.image()).references())
                .containsExactly("docker.io/library/busybox:1");
        assertThat(response.image().sizeBytes()).isEqualTo(archive.length);
        assertThat(response.image().layers().get(0).createdBy()).isEqualTo("COPY . /");
        assertThat(link.heard(Progress.class))
                .isNotEmpty()
                .allMatch(p -> p.requestId().equals("r1"));
        await().until(() ->
                link.heard(ImageReport.class).stream().anyMatch(r -> r.images().size() == 1));
    }

    @Test
    void an_upload_that_breaks_leaves_no_image() throws Exception {
        ask("r1", new ImportImage("s1", null, 0));
        WebSocketPeer stream = server.awaitStream("s1");
        stream.binary(new byte[1000]);
        stream.drop();
        assertThat(problem("r1").code()).isEqualTo("ARCHIVE_TRUNCATED");
        assertThat(agent.world.calls).noneMatch(call -> call.startsWith("import"));
        assertThat(agent.engine().images()).isEmpty();
    }

    private static RegistryEndpoint endpoint() {
        return new RegistryEndpoint(
                "registry.example.com", false, null, "anna", "hunter2", List.of("auth.example.com"));
    }

    @Test
    void a_pull_tells_each_layer_and_answers_with_the_image() throws Exception {
        ask("r1", new PullImage("registry.example.com/team/app:1", List.of(endpoint())));
        Response response = response("r1");
        assertThat(response.problem()).isNull();
        assertThat(Objects.requireNonNull(response.image()).references())
                .containsExactly("registry.example.com/team/app:1");
        assertThat(link.heard(Progress.class))
                .extracting(Progress::step)
                .startsWith("pull layer 1 of 2", "pull layer 2 of 2");
        assertThat(agent.world.accesses.get(0).endpoints().get(0).credentials())
                .contains(new Credentials("anna", "hunter2"));
    }

    @Test
    void the_servers_own_registry_is_reached_as_the_server_is() throws Exception {
        ask(
                "r1",
                new PullImage("gantry.example:8080/team/app:1", List.of(RegistryEndpoint.own("gantry.example:8080"))));
        assertThat(response("r1").problem()).isNull();
        dev.gantry.oci.registry.RegistryEndpoint asked =
                agent.world.accesses.get(0).endpoints().get(0);
        assertThat(asked.host()).isEqualTo("gantry.example:8080");
        assertThat(asked.credentials()).isEmpty();
        assertThat(asked.door().orElseThrow().at()).isEqualTo(server.endpoint().https("/"));
    }

    @Test
    void a_pull_for_another_platform_says_so_to_the_engine() throws Exception {
        ask("r1", new PullImage("registry.example.com/team/app:1", List.of(endpoint()), "linux/arm"));
        assertThat(response("r1").problem()).isNull();
        assertThat(agent.world.calls)
                .anyMatch(call -> call.startsWith("pull registry.example.com/team/app:1 for linux/arm/v7 "));
    }

    @Test
    void a_pulls_secret_is_shown_by_nothing() {
        PullImage pull = new PullImage("registry.example.com/team/app:1", List.of(endpoint()));
        assertThat(pull.toString()).doesNotContain("hunter2").contains("https://registry.example.com as anna");
        assertThat(new Request("r1", pull).toString()).doesNotContain("hunter2");
    }

    @Test
    void a_push_tells_each_layer_and_takes_the_requests_credentials() throws Exception {
        ask("r1", new PullImage("registry.example.com/team/app:1", List.of(endpoint())));
        String digest = Objects.requireNonNull(response("r1").image()).digest();
        ask("r2", new PushImage(digest, "registry.example.com/team/app:2", List.of(endpoint())));
        assertThat(response("r2").problem()).isNull();
        assertThat(agent.world.calls).contains("push " + digest + " as registry.example.com/team/app:2");
        assertThat(link.heard(Progress.class)).extracting(Progress::step).contains("push layer 1 of 1");
    }

    @Test
    void a_cancelled_pull_answers_cancelled() throws Exception {
        agent.world.holdImports();
        ask("r1", new PullImage("registry.example.com/team/app:1", List.of(endpoint())));
        await().until(() -> !link.heard(Progress.class).isEmpty());
        link.send(new Cancel("r1"));
        assertThat(problem("r1").code()).isEqualTo("CANCELLED");
    }

    @Test
    void a_pull_without_a_registry_is_refused() throws Exception {
        ask("r1", new PullImage("registry.example.com/team/app:1", List.of()));
        assertThat(problem("r1").code()).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void a_stream_that_is_closed_with_another_status_is_a_broken_one() throws Exception {
        ask("r1", new ImportImage("s1", null, 0));
        WebSocketPeer stream = server.awaitStream("s1");
        stream.binary(new byte[1000]);
        stream.close(1011);
        assertThat(problem("r1").code()).isEqualTo("ARCHIVE_TRUNCATED");
        assertThat(agent.engine().images()).isEmpty();
    }

    @Test
    void a_cancelled_import_answers_cancelled_and_lets_go_of_its_stream() throws Exception {
        ask("r1", new ImportImage("s1", null, 0));
        WebSocketPeer stream = server.awaitStream("s1");
        stream.binary(new byte[1000]);
        await().until(() -> !link.heard(Progress.class).isEmpty());
        link.send(new Cancel("r1"));
        assertThat(problem("r1").code()).isEqualTo("CANCELLED");
        assertThat(agent.engine().images()).isEmpty();
        await().until(() -> isOver(stream));
    }

    @Test
    void a_large_upload_does_not_wait_in_memory_and_stalls_nothing_else() throws Exception {
        // An engine that does not read: the upload must come to a halt, and the control link must not.
        agent.world.holdImports();
        ask("r1", new ImportImage("s1", null, 0));
        WebSocketPeer stream = server.awaitStream("s1");
        long chunks = 64 * 16;
        AtomicLong sent = new AtomicLong();
        var upload = CompletableFuture.runAsync(() -> {
            byte[] chunk = new byte[Protocol.STREAM_CHUNK_BYTES];
            try {
                for (int i = 0; i < chunks; i++) {
                    stream.binary(chunk);
                    sent.addAndGet(chunk.length);
                }
                stream.close(1000);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        // 64 MiB are to come; what can be under way is our mebibyte and the socket buffers of both ends.
        ask("r2", new RequestBody.InspectContainer(ONE));
        assertThat(response("r2").problem()).isNull();
        await().during(Duration.ofMillis(500)).until(() -> sent.get() < 24L << 20);
        assertThat(upload).isNotDone();
        agent.world.releaseImports();
        assertThat(Objects.requireNonNull(response("r1").image()).sizeBytes()).isEqualTo(64L << 20);
    }

    @Test
    void logs_come_as_json_lines_and_end_with_the_stream() throws Exception {
        agent.engine().write(ONE, "hello");
        agent.engine().write(ONE, "wörld\"");
        ask("r1", new FollowLogs(ONE, "s1", null, null, false));
        String text = readAll(server.awaitStream("s1"));
        assertThat(text.lines())
                .containsExactly(
                        "{\"time\":\"1970-01-01T00:00:00Z\",\"stream\":\"stdout\",\"text\":\"hello\",\"partial\":false}",
                        "{\"time\":\"1970-01-01T00:00:01Z\",\"stream\":\"stdout\",\"text\":\"wörld\\\"\",\"partial\":false}");
        assertThat(response("r1").problem()).isNull();
    }

    @Test
    void followed_logs_come_line_by_line_until_the_reader_goes() throws Exception {
        ask("r1", new FollowLogs(ONE, "s1", null, null, true));
        WebSocketPeer stream = server.awaitStream("s1");
        agent.engine().write(ONE, "first");
        assertThat(text(stream)).contains("first");
        agent.engine().write(ONE, "second");
        assertThat(text(stream)).contains("second");
        stream.close(1000);
        assertThat(response("r1").problem()).isNull();
    }

    @Test
    void following_can_be_cancelled() throws Exception {
        ask("r1", new FollowLogs(ONE, "s1", null, null, true));
        WebSocketPeer stream = server.awaitStream("s1");
        link.send(new Cancel("r1"));
        assertThat(problem("r1").code()).isEqualTo("CANCELLED");
        await().until(() -> isOver(stream));
    }

    @Test
    void a_log_that_nobody_reads_stalls_nothing_else() throws Exception {
        for (int i = 0; i < 100_000; i++) {
            agent.engine()
                    .write(ONE, "a line of a hundred characters, more or less, to fill the buffers between us " + i);
        }
        ask("r1", new FollowLogs(ONE, "s1", null, null, false));
        WebSocketPeer stalled = server.awaitStream("s1");
        ask("r2", new RequestBody.InspectContainer(ONE));
        assertThat(Objects.requireNonNull(response("r2").document())).contains(ONE);
        assertThat(link.heard(Response.class))
                .noneMatch(response -> response.requestId().equals("r1"));
        assertThat(readAll(stalled).lines()).hasSize(100_000);
        assertThat(response("r1").problem()).isNull();
    }

    @Test
    void refusals_become_problems() throws Exception {
        ask("r1", new RequestBody.RemoveImage("nothing", false));
        assertThat(problem("r1").code()).isEqualTo(RefusalCode.IMAGE_NOT_FOUND.name());
        ask("r2", new RequestBody.InspectContainer(Wish.id(9)));
        assertThat(problem("r2").code()).isEqualTo(RefusalCode.CONTAINER_NOT_FOUND.name());
        ask("r3", new FollowLogs(ONE, "s", "yesterday", null, false));
        assertThat(problem("r3").code()).isEqualTo(RefusalCode.INVALID_ARGUMENT.name());
        ask("r4", new ImportImage("s", "NOT A NAME", 0));
        assertThat(problem("r4").code()).isEqualTo(RefusalCode.INVALID_ARGUMENT.name());
    }

    @Test
    void a_request_is_done_once_and_its_answer_survives_the_connection() throws Exception {
        agent.world.holdImports();
        ask("r1", new ImportImage("s1", null, 0));
        WebSocketPeer stream = server.awaitStream("s1");
        stream.binary(new byte[10]);
        stream.close(1000);
        server.welcomes = false;
        link.drop();
        FakeLink second = server.awaitLink();
        agent.world.releaseImports();
        await().until(() -> agent.engine().images().size() == 1);
        assertThat(second.heard(Response.class)).isEmpty();
        server.welcomes = true;
        second.drop();
        link = server.awaitLink();
        assertThat(response("r1").image()).isNotNull();
        ask("r1", new ImportImage("s1", null, 0));
        await().until(() -> link.heard(Response.class).size() == 2);
        assertThat(link.heard(Response.class)).extracting(Response::requestId).containsOnly("r1");
        assertThat(server.connections()).containsOnlyOnce(Protocol.STREAM_PATH + "s1");
    }

    private void ask(String id, RequestBody body) {
        link.send(new Request(id, body));
    }

    private Response response(String id) {
        await().until(() -> responses(id).size() == 1);
        return responses(id).get(0);
    }

    private List<Response> responses(String id) {
        return link.heard(Response.class).stream()
                .filter(response -> response.requestId().equals(id))
                .toList();
    }

    private Problem problem(String id) {
        return Objects.requireNonNull(response(id).problem());
    }

    private static String text(WebSocketPeer stream) throws IOException {
        return new String(stream.read().payload(), StandardCharsets.UTF_8);
    }

    private static String readAll(WebSocketPeer stream) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (var frame = stream.read(); !frame.isClose(); frame = stream.read()) {
            all.write(frame.payload());
        }
        stream.close(1000);
        return all.toString(StandardCharsets.UTF_8);
    }

    private static boolean isOver(WebSocketPeer stream) {
        try {
            return stream.read().isClose();
        } catch (IOException e) {
            return true;
        }
    }
}
