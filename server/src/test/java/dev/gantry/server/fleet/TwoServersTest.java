package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.ServerMessage;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.server.fleet.Api.Reply;
import dev.gantry.server.peer.PeerPaths;
import dev.gantry.server.postgres.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two servers on one database, and a host whose link one of them holds: the other one is as good to ask. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoServersTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final AgentMessage.Response DONE = new AgentMessage.Response("", null, null, null);

    private FleetServer holder;
    private FleetServer other;
    private FakeAgent agent;

    @BeforeAll
    void start() {
        holder = FleetServer.on(TestDatabase.fresh());
        other = holder.beside();
    }

    @AfterAll
    void stop() {
        other.close();
        holder.close();
    }

    @BeforeEach
    void oneHostThatTheHolderHolds() {
        agent = FakeAgent.join(holder, "h" + NUMBER.incrementAndGet())
                .withImage(Samples.image(Samples.IMAGE, 1000))
                .connect();
        connected(other);
    }

    @AfterEach
    void noHost() {
        agent.close();
        other.api().delete("/hosts/" + host() + "?force=true");
    }

    private String host() {
        return agent.identity.hostId();
    }

    private void connected(FleetServer server) {
        await().untilAsserted(() -> {
            assertThat(server.api().get("/hosts/" + host()).text("/state")).isEqualTo("CONNECTED");
            assertThat(server.api()
                            .get("/images?hostId=" + host())
                            .body()
                            .at("/total")
                            .asInt())
                    .isPositive();
        });
    }

    @Test
    void what_is_asked_of_the_other_server_reaches_the_host() {
        everythingWorks(other.api(), container(other.api()));
        assertThat(agent.received.toString())
                .contains("InspectContainer", "FollowLogs", "SignalContainer", "ImportImage");
    }

    @Test
    void a_hosts_figures_are_told_by_the_other_server_while_they_are_known_and_no_longer() {
        agent.send(new AgentMessage.Heartbeat(1.25, 2_000, 3_000, 0));
        for (FleetServer server : List.of(holder, other)) {
            await().atMost(Duration.ofSeconds(12)).untilAsserted(() -> {
                Reply seen = server.api().get("/hosts/" + host());
                assertThat(seen.text("/load/load1")).isEqualTo("1.25");
                assertThat(seen.text("/load/diskAvailableBytes")).isEqualTo("3000");
            });
        }
        // A second one is heard; the other server tells both its time and its figures.
        Instant before = lastSeen();
        agent.send(new AgentMessage.Heartbeat(7.5, 2_000, 3_000, 0));
        await().atMost(Duration.ofSeconds(12)).untilAsserted(() -> {
            assertThat(other.api().get("/hosts/" + host()).text("/load/load1")).isEqualTo("7.5");
            assertThat(lastSeen()).isAfter(before);
        });

        agent.close();
        await().untilAsserted(() -> {
            Reply gone = other.api().get("/hosts/" + host());
            assertThat(gone.text("/state")).isEqualTo("UNREACHABLE");
            assertThat(gone.body().at("/load").isNull()).isTrue();
        });
    }

    private Instant lastSeen() {
        return Instant.parse(other.api().get("/hosts/" + host()).text("/lastSeenAt"));
    }

    @Test
    void a_server_that_dies_leaves_when_its_hosts_were_last_heard() {
        JdbcClient jdbc = other.context().getBean(JdbcClient.class);
        agent.close();
        await().until(() -> other.api().get("/hosts/" + host()).text("/state").equals("UNREACHABLE"));
        String dead = UUID.randomUUID().toString();
        jdbc.sql("""
                insert into server_lease (id, held_until, vitals)
                values (:id::uuid, now() - interval '1 second',
                        jsonb_build_object(:host, '{"heardAt":"2126-01-01T00:00:00Z","load":null}'::jsonb))
                """).param("id", dead).param("host", host()).update();
        jdbc.sql("update host_status set server_id = :id::uuid where host_id = :host::uuid")
                .param("id", dead)
                .param("host", host())
                .update();

        await().atMost(Duration.ofSeconds(12))
                .untilAsserted(() -> assertThat(lastSeen()).isEqualTo("2126-01-01T00:00:00Z"));
    }

    @Test
    void streams_that_the_agent_dials_at_either_server_find_the_one_that_waits() {
        String container = container(other.api());
        agent.streams = other;
        everythingWorks(holder.api(), container);
        everythingWorks(other.api(), container);
    }

    @Test
    void when_the_holder_ends_the_agent_links_to_the_other_and_all_works_again() {
        FleetServer dying = holder.beside();
        FakeAgent first = agent;
        first.close();
        agent = first.again(dying).connect();
        connected(other);
        String container = container(other.api());
        everythingWorks(other.api(), container);

        dying.close();
        await().untilAsserted(() -> assertThat(
                        other.api().get("/containers/" + container + "/inspect").status())
                .isEqualTo(503));
        agent = agent.again(other).connect();
        connected(other);
        everythingWorks(other.api(), container);
    }

    @Test
    void a_request_ends_when_its_host_is_held_no_more_although_no_connection_breaks() {
        FakeStream stream = new FakeStream();
        agent.answers = body -> {
            if (body instanceof RequestBody.ImportImage wanted) {
                agent.open(Protocol.STREAM_PATH + wanted.streamId(), stream);
                stream.all();
                await().atMost(Duration.ofMinutes(1)).until(() -> agent.got(ServerMessage.Cancel.class));
                return DONE;
            }
            return null;
        };
        String operation = "/operations/" + uploadAsync(other.api()).text("/id");
        holder.context()
                .getBean(JdbcClient.class)
                .sql("update host_status set server_id = null where host_id = :host::uuid")
                .param("host", host())
                .update();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(other.api().get(operation).text("/problem/code"))
                        .isEqualTo("HOST_UNREACHABLE"));
    }

    @Test
    void a_link_with_the_other_server_replaces_the_one_with_the_first() {
        FakeAgent second = agent.again(other).connect();

        assertThat(agent.closed.orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo(4001);
        connected(holder);
        everythingWorks(holder.api(), container(holder.api()));
        second.close();
    }

    @Test
    void an_agent_can_not_speak_for_a_server() {
        for (String path : List.of(PeerPaths.REQUESTS + host(), PeerPaths.STREAMS + host() + "/x")) {
            assertThatThrownBy(() -> agent.open(path, new FakeStream()))
                    .as(path)
                    .hasCauseInstanceOf(WebSocketHandshakeException.class);
        }
    }

    @Test
    void what_the_host_refuses_is_told_by_the_other_server() {
        String container = container(other.api());
        Problem problem = new Problem("RUNTIME_FAILED", "Inspect", "the runtime is gone", "Bring it back.");
        agent.answers = body -> body instanceof RequestBody.InspectContainer
                ? new AgentMessage.Response("", problem, null, null)
                : null;
        Reply refused = other.api().get("/containers/" + container + "/inspect");

        assertThat(refused.text("/code")).isEqualTo("RUNTIME_FAILED");
        assertThat(refused.text("/why")).isEqualTo("the runtime is gone");
    }

    @Test
    void a_reader_of_the_other_server_that_goes_ends_the_hosts_stream_and_its_work() throws Exception {
        String container = container(other.api());
        FakeStream stream = new FakeStream();
        agent.answers = body -> {
            if (body instanceof RequestBody.FollowLogs wanted) {
                WebSocket open = agent.open(Protocol.STREAM_PATH + wanted.streamId(), stream);
                while (!stream.end.isDone()) {
                    open.sendBinary(ByteBuffer.wrap(Samples.lines(9).getBytes(StandardCharsets.UTF_8)), true)
                            .exceptionally(closed -> open)
                            .join();
                }
                // An answer before the word would be one: only work that still goes on is cancelled.
                await().until(() -> agent.got(ServerMessage.Cancel.class));
                return DONE;
            }
            return null;
        };
        HttpResponse<InputStream> log = other.api().stream(
                        "/containers/" + container + "/logs?follow=true", "application/x-ndjson")
                .join();
        assertThat(log.body().readNBytes(1 << 20)).hasSize(1 << 20);
        log.body().close();

        assertThat(stream.end.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(1000);
        await().until(() -> agent.got(ServerMessage.Cancel.class));
    }

    @Test
    void an_upload_to_the_other_server_that_breaks_off_is_seen_as_cut_by_the_host() {
        FakeStream end = new FakeStream();
        agent.answers = body -> {
            if (body instanceof RequestBody.ImportImage wanted) {
                agent.open(Protocol.STREAM_PATH + wanted.streamId(), end);
                end.all();
                return DONE;
            }
            return null;
        };
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() ->
                        other.api().upload("/images?hostId=" + host(), BodyPublishers.ofInputStream(Broken::new))))
                .isNotNull();

        assertThat(end.end.orTimeout(10, TimeUnit.SECONDS).join()).isNotEqualTo(1000);
    }

    @Test
    void an_upload_is_not_ended_by_another_server_that_starts_and_is_ended_by_a_cancel_there() {
        FakeStream stream = new FakeStream();
        agent.answers = body -> {
            if (body instanceof RequestBody.ImportImage wanted) {
                agent.open(Protocol.STREAM_PATH + wanted.streamId(), stream);
                stream.all();
                await().atMost(Duration.ofMinutes(1)).until(() -> agent.got(ServerMessage.Cancel.class));
                Problem cancelled = new Problem("CANCELLED", "Import", "it was cancelled", "Ask again.");
                return new AgentMessage.Response("", cancelled, null, null);
            }
            return null;
        };
        String operation = "/operations/" + uploadAsync(holder.api()).text("/id");
        try (FleetServer third = holder.beside()) {
            assertThat(third.api().get(operation).text("/state")).isEqualTo("RUNNING");
            assertThat(third.api().post(operation + "/cancel", "").status()).isLessThan(300);
        }
        await().until(() -> agent.got(ServerMessage.Cancel.class));
    }

    private Reply uploadAsync(Api api) {
        Reply begun = api.send(api.request("/images?hostId=" + host())
                .header("Content-Type", "application/octet-stream")
                .header("Prefer", "respond-async")
                .POST(BodyPublishers.ofByteArray(new byte[1000])));
        assertThat(begun.status()).isEqualTo(202);
        return begun;
    }

    private String container(Api api) {
        Reply created = api.post(
                "/containers",
                "{\"name\":\"web-" + NUMBER.incrementAndGet() + "\",\"hostId\":\"" + host()
                        + "\",\"spec\":{\"image\":\"app:1\"}}");
        assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
        return created.text("/id");
    }

    private void everythingWorks(Api api, String container) {
        String path = "/containers/" + container;
        assertThat(api.get(path + "/inspect").body().at("/fake").asBoolean()).isTrue();
        assertThat(text(api.stream(path + "/logs", "text/plain").join())).isEqualTo("line 0\nline 1\nline 2\n");
        assertThat(api.post(path + "/kill", "{\"signal\":\"HUP\"}").status()).isEqualTo(200);
        byte[] archive = new byte[3 << 20];
        Reply made = api.upload(
                "/images?hostId=" + host() + "&reference=up:" + NUMBER.incrementAndGet(),
                BodyPublishers.ofByteArray(archive));
        assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
        assertThat(made.body().at("/sizeBytes").asInt()).isEqualTo(archive.length);
    }

    private static String text(HttpResponse<InputStream> log) {
        try (InputStream body = log.body()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
}
