package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.protocol.ServerMessage;
import dev.gantry.protocol.facts.Stray;
import dev.gantry.protocol.wish.ContainerSpec;
import dev.gantry.protocol.wish.ContainerWish;
import dev.gantry.protocol.wish.Power;
import dev.gantry.server.fleet.Api.Reply;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a host had before it joined again. */
@Tag("server")
class StraysAreAdopted {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final FleetServer server = FleetServer.shared();
    private final Api api = server.api();
    private FakeAgent agent;

    @BeforeEach
    void oneConnectedHost() {
        agent = connected();
    }

    private FakeAgent connected() {
        FakeAgent host = FakeAgent.join(server, "s" + NUMBER.incrementAndGet())
                .withImage(Samples.image(Samples.IMAGE, 1000))
                .connect();
        await().until(() -> host.got(ServerMessage.Assignments.class));
        await().until(() -> api.get("/images?hostId=" + host.identity.hostId())
                        .body()
                        .at("/total")
                        .asInt()
                == 1);
        return host;
    }

    @AfterEach
    void noHost() {
        forget(agent);
    }

    private void forget(FakeAgent host) {
        host.close();
        api.delete("/hosts/" + host.identity.hostId() + "?force=true");
    }

    @Test
    void what_a_host_offers_is_its_container_with_its_real_state_and_is_stopped_and_removed() {
        UUID id = UUID.randomUUID();
        agent.offer(stray(id, "shop", 3, true, Map.of("A", "b")));

        await().until(() -> api.get("/containers/" + id).text("/status/phase").equals("RUNNING"));
        Reply adopted = api.get("/containers/" + id);
        assertThat(adopted.text("/host/id")).isEqualTo(agent.identity.hostId());
        assertThat(adopted.text("/power")).isEqualTo("ON");
        assertThat(adopted.body().at("/run").asInt()).isEqualTo(3);
        assertThat(adopted.text("/spec/env/A")).isEqualTo("b");
        assertThat(adopted.text("/createdAt")).isEqualTo("2026-01-02T03:04:05Z");
        ContainerWish wish = wish(agent, id);
        assertThat(wish.power()).isEqualTo(Power.ON);
        assertThat(wish.run()).as("a higher run would start it anew").isEqualTo(3);
        assertThat(api.get("/audit?subject=" + id).raw().body()).contains("container.adopt");

        assertThat(api.post("/containers/" + id + "/stop", "").text("/status/phase"))
                .isEqualTo("EXITED");
        assertThat(api.delete("/containers/" + id).status()).isEqualTo(204);
        assertThat(agent.containers()).isEmpty();
    }

    @Test
    void one_that_does_not_run_stays_at_rest() {
        UUID id = UUID.randomUUID();
        agent.offer(stray(id, "rested", 2, false, Map.of()));

        await().until(() -> api.get("/containers/" + id).status() == 200);
        assertThat(api.get("/containers/" + id).text("/power")).isEqualTo("OFF");
    }

    @Test
    void the_container_of_another_host_is_not_captured_by_naming_its_id() {
        Reply made = api.post(
                "/containers",
                "{\"name\":\"safe\",\"hostId\":\"" + agent.identity.hostId() + "\",\"spec\":{\"image\":\"app:1\"}}");
        UUID id = UUID.fromString(made.text("/id"));
        FakeAgent thief = connected();
        UUID marker = UUID.randomUUID();
        thief.offer(stray(id, "stolen", 1, true, Map.of()), stray(marker, "own", 1, true, Map.of()));

        await().until(() -> api.get("/containers/" + marker).status() == 200);
        Reply still = api.get("/containers/" + id);
        assertThat(still.text("/host/id")).isEqualTo(agent.identity.hostId());
        assertThat(still.text("/name")).isEqualTo("safe");
        assertThat(thief.received.toString()).doesNotContain(id.toString().replace("-", ""));
        forget(thief);
    }

    @Test
    void what_is_known_of_the_host_already_is_left_as_its_user_wants_it() {
        Reply made = api.post(
                "/containers",
                "{\"name\":\"mine\",\"hostId\":\"" + agent.identity.hostId()
                        + "\",\"start\":false,\"spec\":{\"image\":\"app:1\"}}");
        UUID id = UUID.fromString(made.text("/id"));
        UUID marker = UUID.randomUUID();
        agent.offer(stray(id, "mine", 9, true, Map.of("A", "b")), stray(marker, "mine", 1, true, Map.of()));

        await().until(() -> api.get("/containers/" + marker).status() == 200);
        assertThat(api.get("/containers/" + id).text("/power")).isEqualTo("OFF");
        assertThat(api.get("/containers/" + marker).text("/name"))
                .as("a name is one container's")
                .isEqualTo("mine-2");
    }

    @Test
    void nonsense_is_left_and_harms_neither_the_link_nor_what_comes_with_it() {
        UUID good = UUID.randomUUID();
        UUID bad = UUID.randomUUID();
        agent.offer(
                stray(bad, "../../etc", 1, true, Map.of()),
                stray(bad, "fine", 1, true, Map.of("=", "x")),
                stray(bad, "fine", -1, true, Map.of()),
                stray(null, "fine", 1, true, Map.of()),
                stray(good, "fine", 1, true, Map.of()));

        await().until(() -> api.get("/containers/" + good).status() == 200);
        assertThat(api.get("/containers/" + bad).status()).isEqualTo(404);
        assertThat(agent.closed).isNotDone();
    }

    private static Stray stray(@Nullable UUID id, String name, long run, boolean live, Map<String, String> env) {
        ContainerSpec spec = new ContainerSpec(
                Samples.IMAGE,
                null,
                List.of("serve"),
                env,
                null,
                null,
                null,
                Map.of(),
                ContainerSpec.NetworkMode.BRIDGE,
                List.of(),
                ContainerSpec.Limits.NONE,
                false,
                false,
                null,
                10);
        return new Stray(
                id == null ? "no id" : id.toString().replace("-", ""),
                name,
                "sha256:" + "ab".repeat(32),
                run,
                live,
                "2026-01-02T03:04:05Z",
                spec);
    }

    private static ContainerWish wish(FakeAgent host, UUID id) {
        return host.received.stream()
                .filter(ServerMessage.Assignments.class::isInstance)
                .flatMap(message -> ((ServerMessage.Assignments) message).containers().stream())
                .filter(wish -> wish.id().equals(id.toString().replace("-", "")))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
