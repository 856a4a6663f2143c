package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.RequestBody.DescribeContent;
import dev.gantry.protocol.RequestBody.FindMissing;
import dev.gantry.protocol.RequestBody.ReceiveImage;
import dev.gantry.protocol.RequestBody.SendContent;
import dev.gantry.protocol.ServerMessage;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.image.ImageContent;
import dev.gantry.protocol.image.MissingFact;
import dev.gantry.server.fleet.Api.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class CopyTest {
    private static final String LAYER = "sha256:" + "1".repeat(64);

    private final FleetServer server = FleetServer.shared();
    private final Api api = server.api();
    private final String name = "docker.io/team/copied:" + UUID.randomUUID();
    private final ImageFact image = Samples.image(name, 300);
    /** Its digest is what the sample's is made of. */
    private final String manifest =
            Base64.getEncoder().encodeToString((name + "amd64").getBytes(StandardCharsets.UTF_8));

    private final String bytes = "x".repeat(3 << 20);
    private final CompletableFuture<String> arrived = new CompletableFuture<>();
    private FakeAgent from;
    private FakeAgent to;

    @BeforeEach
    void join() {
        from = FakeAgent.join(server, "copy-from").withImage(image).connect();
        to = FakeAgent.join(server, "copy-to").connect();
        await().until(() -> api.get("/images/" + image.digest()).status() == 200);
        from.answers = this::send;
        to.answers = this::receive;
    }

    @AfterEach
    void forget() {
        for (FakeAgent agent : List.of(from, to)) {
            agent.close();
            api.delete("/hosts/" + agent.identity.hostId() + "?force=true");
        }
    }

    @Test
    void what_the_target_lacks_passes_through_and_is_written_down() throws Exception {
        Reply copied = copy();
        assertThat(copied.status()).as(copied.raw().body()).isEqualTo(200);
        assertThat(copied.body().at("/hosts").size()).isEqualTo(2);
        assertThat(arrived.get()).isEqualTo(bytes);
        assertThat(api.get("/audit?action=image.copy").raw().body())
                .contains("copy-from", "copy-to", "" + bytes.length());
    }

    @Test
    void an_image_that_is_whole_there_moves_no_byte() {
        to.answers = body -> body instanceof FindMissing ? document(new MissingFact(List.of())) : receive(body);
        assertThat(copy().status()).isEqualTo(200);
        assertThat(arrived).isNotDone();
        assertThat(from.received).noneMatch(message -> message.toString().contains("SendContent"));
    }

    @Test
    void a_manifest_with_another_digest_never_reaches_the_target() {
        from.answers = body -> body instanceof DescribeContent
                ? document(new ImageContent(Base64.getEncoder().encodeToString(new byte[] {1}), "", List.of()))
                : null;
        Reply refused = copy();
        assertThat(refused.text("/code")).isEqualTo("DIGEST_MISMATCH");
        assertThat(to.received).noneMatch(message -> message.toString().contains("FindMissing"));
    }

    @Test
    void names_are_those_that_are_known_here_whatever_the_sender_says() {
        from.answers = body -> body instanceof DescribeContent
                ? document(new ImageContent(manifest, "", List.of("docker.io/library/nginx:latest")))
                : send(body);
        CompletableFuture<List<String>> names = new CompletableFuture<>();
        to.answers = body -> {
            if (body instanceof FindMissing work) {
                names.complete(work.content().references());
            }
            return receive(body);
        };
        copy();
        assertThat(names).isCompletedWithValue(List.of(name));
    }

    @Test
    void a_target_that_refuses_in_the_middle_says_why() {
        Problem full = new Problem("DISK_FULL", "copy", "the disk is full", "Free some.");
        to.answers = body -> {
            if (body instanceof ReceiveImage work) {
                to.open(Protocol.STREAM_PATH + work.streamId(), new FakeStream())
                        .abort();
                return new AgentMessage.Response("", full, null, null);
            }
            return receive(body);
        };
        assertThat(copy().text("/code")).isEqualTo("DISK_FULL");
    }

    @Test
    void a_sender_that_breaks_off_is_named_and_the_target_sees_that_bytes_are_missing() {
        Problem broken = new Problem("INTERNAL", "send", "reading failed", "Look.");
        from.answers = body -> {
            if (body instanceof SendContent work) {
                var stream = from.open(Protocol.STREAM_PATH + work.streamId(), new FakeStream());
                stream.abort();
                return new AgentMessage.Response("", broken, null, null);
            }
            return send(body);
        };
        assertThat(copy().text("/why")).isEqualTo("reading failed");
        assertThat(api.get("/images/" + image.digest()).body().at("/hosts").size())
                .isEqualTo(1);
    }

    @Test
    void a_copy_that_is_cancelled_ends_on_both_hosts() {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        from.answers = body -> body instanceof SendContent ? hang(asked, never) : send(body);
        to.answers = body -> body instanceof ReceiveImage ? hang(asked, never) : receive(body);
        String operation =
                api.postAsync("/images/" + image.digest() + "/copy", target()).text("/id");
        await().until(() -> asked.getCount() == 0);
        assertThat(api.post("/operations/" + operation + "/cancel", "").status())
                .isEqualTo(200);
        await().until(() -> from.got(ServerMessage.Cancel.class) && to.got(ServerMessage.Cancel.class));
        never.countDown();
        assertThat(api.get("/operations/" + operation).text("/state")).isEqualTo("CANCELLED");
    }

    @Test
    void who_is_away_can_neither_send_nor_get() {
        from.close();
        await().until(() ->
                api.get("/hosts/" + from.identity.hostId()).text("/state").equals("UNREACHABLE"));
        assertThat(copy().text("/why")).isEqualTo("no other host that has it is connected");
    }

    private static AgentMessage.@Nullable Response hang(CountDownLatch asked, CountDownLatch never) {
        asked.countDown();
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private Reply copy() {
        return api.post("/images/" + image.digest() + "/copy", target());
    }

    private String target() {
        return "{\"hostId\":\"" + to.identity.hostId() + "\"}";
    }

    private AgentMessage.@Nullable Response send(RequestBody body) {
        if (body instanceof DescribeContent) {
            return document(new ImageContent(manifest, "", List.of(name)));
        }
        if (body instanceof SendContent work) {
            from.write(work.streamId(), bytes);
            return new AgentMessage.Response("", null, null, null);
        }
        return null;
    }

    private AgentMessage.@Nullable Response receive(RequestBody body) {
        if (body instanceof FindMissing) {
            return document(new MissingFact(List.of(new MissingFact.Layer(LAYER, bytes.length()))));
        }
        if (body instanceof ReceiveImage work) {
            if (work.streamId() != null) {
                FakeStream stream = new FakeStream();
                to.open(Protocol.STREAM_PATH + Objects.requireNonNull(work.streamId()), stream);
                arrived.complete(new String(stream.all(), StandardCharsets.UTF_8));
            }
            return new AgentMessage.Response("", null, image, null);
        }
        return null;
    }

    private static AgentMessage.Response document(Object fact) {
        return new AgentMessage.Response("", null, null, FakeAgent.JSON.writeValueAsString(fact));
    }
}
