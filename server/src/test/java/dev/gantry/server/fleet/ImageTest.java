package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.server.fleet.Api.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class ImageTest {
    private static final Problem FULL = new Problem("DISK_FULL", "save", "reading failed", "look at the disk");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final FleetServer server = FleetServer.shared();
    private final Api api = server.api();
    private FakeAgent agent;

    @BeforeEach
    void oneConnectedHost() {
        agent = FakeAgent.join(server, "i" + NUMBER.incrementAndGet()).connect();
        await().untilAsserted(() -> assertThat(
                        api.get("/hosts/" + agent.identity.hostId()).text("/state"))
                .isEqualTo("CONNECTED"));
    }

    @AfterEach
    void noHost() {
        agent.close();
        api.delete("/hosts/" + agent.identity.hostId() + "?force=true");
    }

    private String path(String reference) {
        return "/images?hostId=" + agent.identity.hostId() + "&reference=" + reference;
    }

    @Test
    void an_archive_streams_through_to_the_host_and_becomes_an_image() {
        byte[] archive = new byte[3 << 20];
        Reply made = api.upload(path("team/app:2"), BodyPublishers.ofByteArray(archive));

        assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
        assertThat(made.text("/references/0")).isEqualTo("docker.io/team/app:2");
        assertThat(made.body().at("/sizeBytes").asInt()).isEqualTo(archive.length);
        String digest = made.text("/digest");
        assertThat(api.get("/images/" + digest).body().at("/layers").size()).isEqualTo(1);
        String operation = made.raw().headers().firstValue("Operation-Location").orElseThrow();
        assertThat(api.get(operation.substring("/api/v1".length())).text("/steps/0/state"))
                .isEqualTo("DONE");

        assertThat(api.delete("/images/" + digest).status()).isEqualTo(204);
        assertThat(api.get("/images/" + digest).status()).isEqualTo(404);
    }

    @Test
    void an_empty_body_is_refused_before_the_host_is_asked() {
        Reply refused = api.upload(path("app:1"), BodyPublishers.noBody());

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/why")).contains("0 bytes");
        assertThat(agent.received).noneMatch(message -> message.toString().contains("ImportImage"));
    }

    @Test
    void what_the_host_refuses_in_the_middle_ends_the_upload_at_once() {
        Problem problem = new Problem("IMAGE_FORMAT_UNKNOWN", "Import", "it begins with zeros", "Send an image.");
        agent.answers = body -> {
            if (body instanceof RequestBody.ImportImage wanted) {
                agent.open(dev.gantry.protocol.Protocol.STREAM_PATH + wanted.streamId(), new FakeStream());
                return new AgentMessage.Response("", problem, null, null);
            }
            return null;
        };
        Reply refused = api.upload(path("app:1"), BodyPublishers.ofByteArray(new byte[600 << 10]));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/code")).isEqualTo("IMAGE_FORMAT_UNKNOWN");
        assertThat(refused.text("/why")).isEqualTo("it begins with zeros");
    }

    @Test
    void an_upload_that_breaks_off_fails_and_the_host_sees_that_bytes_are_missing() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> api.upload(path("app:1"), BodyPublishers.ofInputStream(Broken::new))))
                .isNotNull();

        await().untilAsserted(() -> assertThat(
                        api.get("/operations?state=FAILED").raw().body())
                .contains("image.import")
                .contains("broke off"));
        assertThat(api.get("/images?hostId=" + agent.identity.hostId())
                        .body()
                        .at("/total")
                        .asInt())
                .isZero();
    }

    @Test
    void an_image_in_use_stays() {
        Reply made = api.upload(path("used:1"), BodyPublishers.ofByteArray(new byte[10]));
        api.post(
                "/containers",
                "{\"name\":\"user\",\"hostId\":\"" + agent.identity.hostId() + "\",\"spec\":{\"image\":\"used:1\"}}");
        Reply refused = api.delete("/images/" + made.text("/digest"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("IMAGE_IN_USE");
        assertThat(refused.text("/why")).startsWith("used by container user on");
        assertThat(api.get("/images?unused=true&hostId=" + agent.identity.hostId())
                        .body()
                        .at("/total")
                        .asInt())
                .isZero();
        assertThat(api.get("/images?unused=false&q=USED")
                        .body()
                        .at("/items/0/usedBy")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void an_image_can_not_be_sent_to_a_host_that_is_away() {
        agent.close();
        await().untilAsserted(() -> assertThat(
                        api.get("/hosts/" + agent.identity.hostId()).text("/state"))
                .isEqualTo("UNREACHABLE"));

        assertThat(api.upload(path("app:1"), BodyPublishers.ofByteArray(new byte[10]))
                        .status())
                .isEqualTo(503);
    }

    /** A body whose sender dies. */
    private static final class Broken extends InputStream {
        private int left = 500_000;

        @Override
        public int read() throws IOException {
            if (left-- > 0) {
                return 1;
            }
            throw new IOException("the sender died");
        }
    }

    @Test
    void an_import_is_told_by_the_name_that_was_asked_for_although_the_host_knows_the_image_by_another() {
        agent.answers = body -> {
            if (body instanceof RequestBody.ImportImage wanted) {
                FakeStream stream = new FakeStream();
                agent.open(Protocol.STREAM_PATH + wanted.streamId(), stream);
                ImageFact image = Samples.image("docker.io/library/also:1", stream.all().length);
                return new AgentMessage.Response("", null, image, null);
            }
            return null;
        };
        Reply made = api.upload(path("team/wanted:1"), BodyPublishers.ofByteArray(new byte[1024]));
        String operation = made.raw().headers().firstValue("Operation-Location").orElseThrow();
        assertThat(api.get(operation.substring("/api/v1".length())).text("/subjectName"))
                .isEqualTo("docker.io/team/wanted:1");
        assertThat(api.get("/audit?action=image.import&subject=docker.io/team/wanted:1")
                        .raw()
                        .body())
                .contains("\"requestId\":\""
                        + made.raw().headers().firstValue("X-Request-Id").orElseThrow() + "\"");
    }

    @Test
    void a_name_is_given_and_taken_away_and_the_image_stays() {
        String digest = api.upload(path("team/named:1"), BodyPublishers.ofByteArray(new byte[2048]))
                .text("/digest");
        agent.answers = body -> {
            if (body instanceof RequestBody.TagImage wanted) {
                return new AgentMessage.Response(
                        "", null, Samples.named(agent.image(digest), wanted.reference()), null);
            }
            return body instanceof RequestBody.UntagImage ? new AgentMessage.Response("", null, null, null) : null;
        };
        Reply named = api.post("/images/" + digest + "/references", "{\"reference\":\"team/named:2\"}");
        assertThat(named.status()).as(named.raw().body()).isEqualTo(200);
        assertThat(named.raw().body()).contains("docker.io/team/named:1", "docker.io/team/named:2");
        assertThat(api.delete("/images/" + digest + "/references?reference=team/named:1")
                        .raw()
                        .body())
                .doesNotContain("docker.io/team/named:1")
                .contains("docker.io/team/named:2");
        assertThat(api.delete("/images/" + digest + "/references?reference=team/none:1")
                        .text("/code"))
                .isEqualTo("IMAGE_NOT_FOUND");
        assertThat(api.post("/images/" + digest + "/references", "{\"reference\":\"a@" + digest + "\"}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void an_archive_is_downloaded_whole_under_the_images_name() {
        String digest = api.upload(path("team/saved:1"), BodyPublishers.ofByteArray(new byte[4096]))
                .text("/digest");
        agent.answers = body -> {
            if (body instanceof RequestBody.SaveImages wanted) {
                agent.write(wanted.streamId(), "the archive");
                return new AgentMessage.Response("", null, null, null);
            }
            return null;
        };
        Reply saved = api.get("/images/" + digest + "/archive");
        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.raw().body()).isEqualTo("the archive");
        assertThat(saved.raw().headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"team_saved_1.tar\"");
    }

    @Test
    void a_host_that_can_not_save_an_image_says_why() {
        String digest = api.upload(path("team/unsaved:1"), BodyPublishers.ofByteArray(new byte[4098]))
                .text("/digest");
        agent.answers =
                body -> body instanceof RequestBody.SaveImages ? new AgentMessage.Response("", FULL, null, null) : null;
        assertThat(api.get("/images/" + digest + "/archive").text("/code")).isEqualTo("DISK_FULL");
    }

    @Test
    void an_archive_that_the_host_breaks_off_is_never_taken_for_whole() throws Exception {
        String digest = api.upload(path("team/broken:1"), BodyPublishers.ofByteArray(new byte[4097]))
                .text("/digest");
        CountDownLatch reading = new CountDownLatch(1);
        agent.answers = body -> {
            if (body instanceof RequestBody.SaveImages wanted) {
                agent.write(wanted.streamId(), "x".repeat(1 << 20));
                await().until(() -> reading.getCount() == 0);
                return new AgentMessage.Response("", FULL, null, null);
            }
            return null;
        };
        try (InputStream half = api.stream("/images/" + digest + "/archive", "application/x-tar")
                .get()
                .body()) {
            assertThat(half.read()).isEqualTo('x');
            reading.countDown();
            assertThatThrownBy(half::readAllBytes).isInstanceOf(IOException.class);
        }
    }
}
