package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.ServerMessage;
import dev.gantry.server.Elsewhere;
import dev.gantry.server.fleet.Api.Reply;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class JoinTest {
    private final FleetServer server = FleetServer.shared();
    private final Api api = server.api();

    @Test
    void the_join_line_carries_address_token_and_fingerprint() {
        Reply made = api.post("/hosts/join-tokens", "{}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("/command"))
                .matches("\\./gantry join --server " + server.agentAddress() + " --token \\S+"
                        + " --fingerprint SHA256:[0-9a-f]{64}");
    }

    @Test
    void a_name_that_no_host_can_have_is_refused_with_its_grammar() {
        Reply refused = api.post("/hosts/join-tokens", "{\"name\":\"rack 7/3\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/fields/name")).contains("1 to 63 letters, digits");
        assertThat(refused.text("/why")).isEqualTo("name " + refused.text("/fields/name"));
    }

    @Test
    void a_host_that_joins_and_says_hello_is_connected_with_its_facts() throws Exception {
        try (FakeAgent agent = FakeAgent.join(server, "hello-host").connect()) {
            await().untilAsserted(() -> {
                Reply host = api.get("/hosts/" + agent.identity.hostId());
                assertThat(host.text("/state")).isEqualTo("CONNECTED");
                assertThat(host.text("/facts/os/name")).isEqualTo("Debian GNU/Linux");
                assertThat(host.text("/agentVersion")).isEqualTo("0.1.0");
            });
            assertThat(agent.got(ServerMessage.Welcome.class)).isTrue();
            X509Certificate certificate = AgentKeys.certificate(agent.identity.certificate());
            assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=" + agent.identity.hostId());
            assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
            assertThat(certificate.getNotAfter().toInstant())
                    .isBetween(
                            Instant.now().plus(Duration.ofDays(89)),
                            Instant.now().plus(Duration.ofDays(91)));
        }
    }

    @Test
    void token_used_twice_is_refused_and_written_down_as_an_alarm() throws Exception {
        String token = api.post("/hosts/join-tokens", "{}").text("/token");
        FakeAgent.joinWith(server, token, "first").close();

        HttpResponse<String> second =
                FakeAgent.tryJoin(server, token, "second", AgentKeys.make().request("CN=x"));

        assertThat(second.statusCode()).isEqualTo(401);
        assertThat(second.body()).contains("TOKEN_INVALID").contains("used before");
        assertThat(api.get("/audit?action=host.join-refused").raw().body()).contains("used before");
    }

    @Test
    void of_two_agents_that_race_for_one_token_exactly_one_joins() throws Exception {
        String token = api.post("/hosts/join-tokens", "{}").text("/token");
        ExecutorService both = Executors.newFixedThreadPool(4);
        Callable<Integer> attempt =
                () -> FakeAgent.tryJoin(server, token, "racer", AgentKeys.make().request("CN=x"))
                        .statusCode();
        List<Integer> seen = both.invokeAll(List.of(attempt, attempt, attempt, attempt)).stream()
                .map(JoinTest::result)
                .toList();
        both.shutdown();

        assertThat(seen).containsOnlyOnce(200).filteredOn(code -> code == 401).hasSize(3);
    }

    private static Integer result(Future<Integer> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_request_that_does_not_prove_its_key_is_refused_and_keeps_the_token_good() throws Exception {
        String token = api.post("/hosts/join-tokens", "{}").text("/token");

        assertThat(FakeAgent.tryJoin(server, token, "h", "no request").statusCode())
                .isEqualTo(422);
        assertThat(FakeAgent.tryJoin(server, token, "h", AgentKeys.make().request("CN=x"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_bad_token_is_refused_before_the_request_for_a_certificate_is_looked_at() throws Exception {
        HttpResponse<String> refused = FakeAgent.tryJoin(server, "gantry_join_unknown", "h", "no request");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("TOKEN_INVALID").contains("none of this server's");
    }

    @Test
    void a_flood_of_bad_joins_is_refused_leaves_one_entry_a_minute_with_a_count_and_stops_nobody_else()
            throws Exception {
        Elsewhere stranger = new Elsewhere("127.0.0.9", server.agentPort(), AgentKeys.unproven());
        String bad = "{\"token\":\"gantry_join_guess\",\"certificateRequest\":\"x\",\"hostname\":\"h\"}";
        List<String> answers = IntStream.range(0, 40)
                .mapToObj(i -> stranger.post(Protocol.JOIN_PATH, bad))
                .toList();

        assertThat(answers.stream().limit(30).map(Elsewhere::status)).containsOnly(401);
        assertThat(Elsewhere.status(answers.get(39))).isEqualTo(429);
        assertThat(answers.get(39)).contains("Retry-After: 60").contains("from this address");
        assertThat(timesRefused("127.0.0.9")).containsExactly(1);
        FakeAgent.join(server, "welcome-meanwhile").close();

        server.clock().advance(Duration.ofSeconds(61));
        assertThat(Elsewhere.status(stranger.post(Protocol.JOIN_PATH, bad)))
                .as("a minute later")
                .isEqualTo(401);
        assertThat(timesRefused("127.0.0.9"))
                .as("newest first")
                .hasSize(2)
                .first()
                .isNotEqualTo(1);
    }

    private List<Integer> timesRefused(String address) {
        return StreamSupport.stream(
                        api.get("/audit?action=host.join-refused&limit=200")
                                .body()
                                .at("/items")
                                .spliterator(),
                        false)
                .filter(entry -> entry.at("/after/address").asString("").equals(address))
                .map(entry -> entry.at("/after/times").asInt())
                .toList();
    }

    @Test
    void removed_host_is_cut_at_once_and_its_certificate_is_good_no_longer() {
        FakeAgent agent = FakeAgent.join(server, "removed-host").connect();
        await().until(() -> agent.got(ServerMessage.Welcome.class));

        assertThat(api.delete("/hosts/" + agent.identity.hostId()).status()).isEqualTo(204);

        assertThat(agent.closed.orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo(4003);
        Assertions.assertThatThrownBy(() -> agent.open(Protocol.LINK_PATH, new WebSocket.Listener() {}))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        assertThat(api.get("/hosts/" + agent.identity.hostId()).status()).isEqualTo(404);
    }

    @Test
    void a_renewed_certificate_ends_the_old_one_once_it_is_used() throws Exception {
        FakeAgent old = FakeAgent.join(server, "renewed-host");
        FakeAgent renewed = old.renewed().connect();
        await().until(() -> renewed.got(ServerMessage.Welcome.class));

        Assertions.assertThatThrownBy(() -> old.open(Protocol.LINK_PATH, new WebSocket.Listener() {}))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        renewed.close();
    }

    @Test
    void a_second_link_of_a_host_replaces_the_first() {
        FakeAgent first = FakeAgent.join(server, "twice").connect();
        await().until(() -> first.got(ServerMessage.Welcome.class));
        FakeAgent second = first.again().connect();

        assertThat(first.closed.orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo(4001);
        await().untilAsserted(() -> assertThat(
                        api.get("/hosts/" + first.identity.hostId()).text("/state"))
                .isEqualTo("CONNECTED"));
        second.close();
    }

    @Test
    void a_silent_host_becomes_unreachable() {
        FakeAgent agent = FakeAgent.join(server, "silent").connect();
        String path = "/hosts/" + agent.identity.hostId();
        await().untilAsserted(() -> assertThat(api.get(path).text("/state")).isEqualTo("CONNECTED"));

        server.ticks().advance(Duration.ofSeconds(Protocol.SILENT_SECONDS + 1));

        await().untilAsserted(() -> assertThat(api.get(path).text("/state")).isEqualTo("UNREACHABLE"));
        assertThat(api.get(path).text("/lastSeenAt")).isNotEmpty();
    }

    @Test
    void a_link_that_says_no_hello_is_cut() {
        FakeAgent agent = FakeAgent.join(server, "mute");
        FakeStream mute = new FakeStream();
        agent.open(Protocol.LINK_PATH, mute);
        server.ticks().advance(Duration.ofSeconds(11));

        assertThat(mute.end.orTimeout(15, TimeUnit.SECONDS).join()).isEqualTo(4008);
    }

    @Test
    void a_link_that_said_no_hello_is_cut_at_once_when_its_host_is_removed() {
        FakeAgent agent = FakeAgent.join(server, "mute-and-removed");
        FakeStream mute = new FakeStream();
        agent.open(Protocol.LINK_PATH, mute);
        assertThat(api.delete("/hosts/" + agent.identity.hostId()).status()).isEqualTo(204);

        assertThat(mute.end.orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo(4003);
    }

    @Test
    void a_host_is_told_who_it_is_until_it_is_removed() throws Exception {
        FakeAgent agent = FakeAgent.join(server, "who-am-i");
        HttpResponse<String> known = agent.get(Protocol.IDENTITY_PATH);
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.body()).contains(agent.identity.hostId()).contains("who-am-i");
        assertThat(api.delete("/hosts/" + agent.identity.hostId()).status()).isEqualTo(204);

        assertThat(agent.get(Protocol.IDENTITY_PATH).statusCode()).isEqualTo(401);
    }

    @Test
    void each_port_serves_its_own_and_nothing_else() throws Exception {
        FakeAgent agent = FakeAgent.join(server, "walls");

        assertThat(agent.post("/api/v1/session", "{}").statusCode()).isEqualTo(404);
        assertThat(api.post(Protocol.JOIN_PATH, "{}").status()).isEqualTo(404);
        assertThat(FakeAgent.tryJoin(
                                server, "gantry_join_x", "h", AgentKeys.make().request("CN=x"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void an_agent_that_holds_newer_wishes_than_were_ever_counted_is_told_newer_ones() {
        FakeAgent agent = FakeAgent.join(server, "ahead");
        agent.revision = 500;
        agent.connect();
        await().until(() -> agent.received.stream()
                .anyMatch(message -> message instanceof ServerMessage.Assignments told && told.revision() == 501));
        agent.close();
    }

    @Test
    void garbage_on_the_link_ends_the_link_and_not_the_server() {
        FakeAgent agent = FakeAgent.join(server, "garbage").connect();
        agent.sendText("[[[[[[[[[[{]");
        assertThat(agent.closed.orTimeout(5, TimeUnit.SECONDS).join()).isNotEqualTo(1000);
        assertThat(api.get("/livez").status()).isEqualTo(200);
    }
}
