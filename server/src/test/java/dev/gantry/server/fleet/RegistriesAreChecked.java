package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.RegistryEndpoint;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.ServerMessage;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.facts.RegistryFact;
import dev.gantry.server.fleet.Api.Reply;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class RegistriesAreChecked {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String SECRET = "canary-" + System.nanoTime();

    private final FleetServer server = FleetServer.shared();
    private final Api api = server.api();
    private FakeAgent agent;
    private String registry;

    @BeforeEach
    void oneConnectedHostAndARegistry() {
        agent = joined();
        registry = "/registries/"
                + api.post(
                                "/registries",
                                "{\"host\":\"reg.example.com\",\"username\":\"anna\",\"secret\":\"" + SECRET + "\"}")
                        .text("/id");
    }

    @AfterEach
    void nothingLeft() {
        leave(agent);
        api.delete(registry);
    }

    private FakeAgent joined() {
        FakeAgent made = FakeAgent.join(server, "rc" + NUMBER.incrementAndGet()).connect();
        await().untilAsserted(() -> assertThat(
                        api.get("/hosts/" + made.identity.hostId()).text("/state"))
                .isEqualTo("CONNECTED"));
        return made;
    }

    private void leave(FakeAgent gone) {
        gone.close();
        api.delete("/hosts/" + gone.identity.hostId() + "?force=true");
    }

    private static void finds(FakeAgent agent, RegistryFact fact) {
        agent.answers = body -> body instanceof RequestBody.CheckRegistry
                ? new AgentMessage.Response("", null, null, FakeAgent.JSON.writeValueAsString(fact))
                : null;
    }

    private Reply check(FakeAgent... hosts) {
        List<String> ids = java.util.Arrays.stream(hosts)
                .map(host -> "\"" + host.identity.hostId() + "\"")
                .toList();
        return api.post(registry + "/check", "{\"hostIds\":" + ids + "}");
    }

    @Test
    void each_host_tells_how_far_it_comes_with_the_login_and_nobody_is_told_the_secret() {
        FakeAgent other = joined();
        finds(agent, new RegistryFact(true, RegistryFact.Tls.TRUSTED, RegistryFact.Login.ACCEPTED, 42, null));
        Problem problem = new Problem("REGISTRY_UNREACHABLE", "Check", "no route to it", "Look at the network.");
        finds(other, new RegistryFact(false, RegistryFact.Tls.UNKNOWN, RegistryFact.Login.UNKNOWN, 9, problem));

        Reply checked = check(agent, other);
        leave(other);

        assertThat(checked.status()).as(checked.raw().body()).isEqualTo(200);
        assertThat(checked.text("/hosts/0/hostName")).isEqualTo(agent.identity.hostName());
        assertThat(checked.text("/hosts/0/tls")).isEqualTo("TRUSTED");
        assertThat(checked.text("/hosts/0/login")).isEqualTo("ACCEPTED");
        assertThat(checked.body().at("/hosts/0/millis").asInt()).isEqualTo(42);
        assertThat(checked.body().at("/hosts/0/problem").isNull()).isTrue();
        assertThat(checked.body().at("/hosts/1/asked").asBoolean()).isTrue();
        assertThat(checked.body().at("/hosts/1/reached").asBoolean()).isFalse();
        assertThat(checked.text("/hosts/1/problem/why")).isEqualTo("no route to it");
        assertThat(agent.received.stream()
                        .filter(ServerMessage.Request.class::isInstance)
                        .map(message -> ((ServerMessage.Request) message).body()))
                .containsExactly(new RequestBody.CheckRegistry(
                        new RegistryEndpoint("reg.example.com", false, null, "anna", SECRET, List.of())));
        String audited = api.get("/audit?action=registry.check").raw().body();
        assertThat(audited).contains("reg.example.com", agent.identity.hostName());
        assertThat(audited + checked.raw().body()).doesNotContain(SECRET);
    }

    @Test
    void a_host_that_is_away_says_so_beside_the_others() {
        FakeAgent away = joined();
        finds(agent, new RegistryFact(true, RegistryFact.Tls.TRUSTED, RegistryFact.Login.NOT_NEEDED, 5, null));
        away.close();
        await().untilAsserted(() -> assertThat(
                        api.get("/hosts/" + away.identity.hostId()).text("/state"))
                .isNotEqualTo("CONNECTED"));

        Reply checked = check(agent, away);
        leave(away);

        assertThat(checked.text("/hosts/0/login")).isEqualTo("NOT_NEEDED");
        assertThat(checked.body().at("/hosts/1/asked").asBoolean()).isFalse();
        assertThat(checked.text("/hosts/1/problem/code")).isEqualTo("HOST_UNREACHABLE");
    }

    @Test
    void without_a_choice_every_connected_host_is_asked() {
        finds(agent, new RegistryFact(true, RegistryFact.Tls.TRUSTED, RegistryFact.Login.ACCEPTED, 1, null));
        assertThat(check().body().at("/hosts"))
                .extracting(host -> host.at("/hostName").asString())
                .contains(agent.identity.hostName());
    }

    @Test
    void a_registry_that_is_not_there_is_not_checked() {
        Reply refused = api.post("/registries/0197c0de-0000-7000-8000-00000000beef/check", "{\"hostIds\":[]}");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(agent.got(ServerMessage.Request.class)).isFalse();
    }
}
