package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.server.distribution.collect.Collecting;
import dev.gantry.server.fleet.Api.Reply;
import dev.gantry.server.image.archive.GivingUp;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class ArchiveUploadTest {
    private final FleetServer server = FleetServer.shared();
    private final Api api = server.api();
    private final byte[] archive = new byte[3 << 20];
    private final String file = UUID.randomUUID() + ".tar";
    private final CompletableFuture<byte[]> arrived = new CompletableFuture<>();
    private FakeAgent agent;

    @BeforeEach
    void join() {
        new Random(1).nextBytes(archive);
        agent = FakeAgent.join(server, "archive-host").connect();
        agent.answers = body -> {
            if (body instanceof RequestBody.ImportImage work) {
                FakeStream stream = new FakeStream();
                agent.open(Protocol.STREAM_PATH + work.streamId(), stream);
                arrived.complete(stream.all());
                ImageFact image = Samples.image("docker.io/team/" + UUID.randomUUID() + ":1", archive.length);
                return new AgentMessage.Response("", null, image, null);
            }
            return null;
        };
        await().until(() ->
                api.get("/hosts/" + agent.identity.hostId()).text("/state").equals("CONNECTED"));
    }

    @AfterEach
    void forget() {
        agent.close();
        api.delete("/hosts/" + agent.identity.hostId() + "?force=true");
    }

    @Test
    void an_archive_comes_in_chunks_and_is_imported_whole() throws Exception {
        String id = begin().text("/id");
        assertThat(put(api, id, 0, part(0, 1 << 20)).body().at("/receivedBytes").asLong())
                .isEqualTo(1 << 20);
        assertThat(put(api, id, 1 << 20, part(1 << 20, archive.length)).status())
                .isEqualTo(200);
        Reply imported = complete(id);
        assertThat(imported.status()).as(imported.raw().body()).isEqualTo(201);
        assertThat(arrived.get()).isEqualTo(archive);
        await().until(() -> api.get("/images/uploads/" + id).status() == 404);
    }

    @Test
    void the_same_file_goes_on_where_it_is_and_another_one_begins() {
        Reply first = begin();
        put(api, first.text("/id"), 0, part(0, 1000));
        Reply again = begin();
        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
        assertThat(again.body().at("/receivedBytes").asLong()).isEqualTo(1000);
        assertThat(begin(file, archive.length, 2).text("/id")).isNotEqualTo(first.text("/id"));
        assertThat(api.get("/images/uploads").raw().body()).contains(first.text("/id"));
    }

    @Test
    void a_chunk_that_begins_elsewhere_is_refused_with_the_place_to_go_on() {
        String id = begin().text("/id");
        put(api, id, 0, part(0, 1000));
        for (long wrong : new long[] {0, 999, 1001, archive.length + 1L, -1}) {
            Reply refused = put(api, id, wrong, part(0, 10));
            assertThat(refused.text("/code")).as(wrong + "").isEqualTo("UPLOAD_MOVED");
            assertThat(refused.text("/fields/offset")).isEqualTo("1000");
        }
        assertThat(size(id)).isEqualTo(1000);
    }

    @Test
    void a_chunk_beyond_the_end_leaves_nothing_of_itself() {
        String id = begin(file, 1000, 1).text("/id");
        put(api, id, 0, part(0, 900));
        assertThat(put(api, id, 900, part(0, 101)).text("/code")).isEqualTo("LIMIT_EXCEEDED");
        assertThat(size(id)).isEqualTo(900);
    }

    @Test
    void of_a_chunk_that_breaks_off_what_came_stays() {
        String id = begin().text("/id");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> put(api, id, 0, BodyPublishers.ofInputStream(Broken::new))))
                .isNotNull();
        await().until(() -> size(id) > 0);
        await().until(() -> put(api, id, size(id), part(0, 0)).status() == 200);
        long here = size(id);
        assertThat(put(api, id, here, part((int) here, archive.length)).status())
                .isEqualTo(200);
        assertThat(size(id)).isEqualTo(archive.length);
    }

    @Test
    void a_second_writer_is_refused_while_the_first_one_writes() throws Exception {
        String id = begin().text("/id");
        CountDownLatch going = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFuture<Reply> first = CompletableFuture.supplyAsync(
                () -> put(api, id, 0, BodyPublishers.ofInputStream(() -> new Slow(going, gate))));
        going.await();
        await().until(() -> size(id) > 0);
        assertThat(put(api, id, size(id), part(0, 10)).text("/code")).isEqualTo("UPLOAD_BUSY");
        gate.countDown();
        assertThat(first.get().status()).isEqualTo(200);
    }

    @Test
    void an_archive_that_is_not_whole_is_not_imported() {
        String id = begin().text("/id");
        put(api, id, 0, part(0, 1000));
        Reply refused = complete(id);
        assertThat(refused.text("/code")).isEqualTo("ARCHIVE_TRUNCATED");
        assertThat(refused.text("/why")).contains("1000 of its " + archive.length);
    }

    @Test
    void an_archive_that_a_host_refuses_stays_for_another_try() throws Exception {
        String id = begin().text("/id");
        put(api, id, 0, part(0, archive.length));
        var takes = agent.answers;
        Problem problem = new Problem("DISK_FULL", "import", "the host's disk is full", "Free some.");
        agent.answers = body -> {
            if (body instanceof RequestBody.ImportImage work) {
                agent.open(Protocol.STREAM_PATH + work.streamId(), new FakeStream())
                        .abort();
                return new AgentMessage.Response("", problem, null, null);
            }
            return null;
        };
        assertThat(complete(id).text("/code")).isEqualTo("DISK_FULL");
        assertThat(size(id)).isEqualTo(archive.length);
        agent.answers = takes;
        assertThat(complete(id).status()).isEqualTo(201);
        assertThat(arrived.get()).isEqualTo(archive);
    }

    @Test
    void what_is_discarded_is_gone() {
        String id = begin().text("/id");
        put(api, id, 0, part(0, 1000));
        assertThat(api.delete("/images/uploads/" + id).status()).isEqualTo(204);
        assertThat(api.get("/images/uploads/" + id).status()).isEqualTo(404);
        assertThat(put(api, id, 1000, part(0, 10)).status()).isEqualTo(404);
    }

    @Test
    void it_goes_on_after_a_restart_and_is_given_up_when_nobody_comes() {
        try (FleetServer other = FleetServer.fresh()) {
            String id = other.api()
                    .post("/images/uploads", body(file, archive.length, 1))
                    .text("/id");
            put(other.api(), id, 0, part(0, 1000));
            other.restart();
            assertThat(here(other, id)).isEqualTo(1000);
            other.clock().advance(Duration.ofHours(40));
            Collecting.now(other.context());
            GivingUp.now(other.context());
            assertThat(here(other, id))
                    .as("the registry's collector lets it lie")
                    .isEqualTo(1000);
            assertThat(put(other.api(), id, 1000, part(1000, 2000)).status()).isEqualTo(200);
            other.clock().advance(Duration.ofHours(40));
            GivingUp.now(other.context());
            assertThat(here(other, id)).as("the last byte begins its time anew").isEqualTo(2000);
            other.clock().advance(Duration.ofHours(9));
            GivingUp.now(other.context());
            assertThat(other.api().get("/images/uploads/" + id).status()).isEqualTo(404);
        }
    }

    private static long here(FleetServer other, String id) {
        return other.api()
                .get("/images/uploads/" + id)
                .body()
                .at("/receivedBytes")
                .asLong();
    }

    @Test
    void what_can_not_be_right_is_refused_by_name() {
        assertThat(begin("", 0, 1).raw().body()).contains("fileName", "sizeBytes");
        assertThat(begin(file, 1L << 50, 1).text("/code")).isIn("LIMIT_EXCEEDED", "DISK_FULL");
    }

    private Reply begin() {
        return begin(file, archive.length, 1);
    }

    private Reply begin(String name, long size, long modified) {
        return api.post("/images/uploads", body(name, size, modified));
    }

    private static String body(String name, long size, long modified) {
        return "{\"fileName\":\"" + name + "\",\"sizeBytes\":" + size + ",\"modifiedMs\":" + modified + "}";
    }

    private BodyPublisher part(int from, int to) {
        return BodyPublishers.ofByteArray(Arrays.copyOfRange(archive, from, to));
    }

    private static Reply put(Api api, String id, long offset, BodyPublisher chunk) {
        return api.send(api.request("/images/uploads/" + id + "?offset=" + offset)
                .header("Content-Type", "application/octet-stream")
                .PUT(chunk));
    }

    private long size(String id) {
        return api.get("/images/uploads/" + id).body().at("/receivedBytes").asLong();
    }

    private Reply complete(String id) {
        return api.post("/images/uploads/" + id + "/import", "{\"hostId\":\"" + agent.identity.hostId() + "\"}");
    }

    /** A chunk whose sender dies. */
    private static final class Broken extends InputStream {
        private int left = 700_000;

        @Override
        public int read() throws IOException {
            if (left-- > 0) {
                return 0;
            }
            throw new IOException("the sender died");
        }
    }

    /** 600,000 bytes at once, and the last one when the gate opens. */
    private static final class Slow extends InputStream {
        private final CountDownLatch going;
        private final CountDownLatch gate;
        private int left = 600_001;

        Slow(CountDownLatch going, CountDownLatch gate) {
            this.going = going;
            this.gate = gate;
        }

        @Override
        public int read() throws IOException {
            if (left == 1) {
                going.countDown();
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = 0;
            while (n < length && left > 1) {
                target[offset + n++] = 0;
                left--;
            }
            if (n > 0) {
                return n;
            }
            int last = read();
            if (last < 0) {
                return -1;
            }
            target[offset] = 0;
            return 1;
        }
    }
}
