package dev.gantry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.agent.testing.FakeLink;
import dev.gantry.agent.testing.FakeServer;
import dev.gantry.agent.testing.TestAuthority;
import dev.gantry.agent.testing.Wish;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.protocol.AgentMessage.ContainerReport;
import dev.gantry.protocol.AgentMessage.Heartbeat;
import dev.gantry.protocol.AgentMessage.Hello;
import dev.gantry.protocol.AgentMessage.ImageReport;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.ContainerState.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
    private static final String ONE = Wish.id(1);

    @TempDir
    Path directory;

    private final TestAuthority authority = new TestAuthority();
    private final FakeServer server = new FakeServer(authority);
    private AgentUnderTest agent;

    @BeforeEach
    void prepare() {
        agent = new AgentUnderTest(directory);
    }

    @AfterEach
    void end() {
        agent.close();
        server.close();
    }

    @Test
    void hello_carries_facts_and_then_everything_is_reported() throws Exception {
        agent.start(server);
        FakeLink link = server.awaitLink();
        await().until(() -> !link.heard(ImageReport.class).isEmpty());
        Hello hello = link.hello();
        assertThat(hello.protocolVersion()).isEqualTo(Protocol.VERSION);
        assertThat(hello.revision()).isZero();
        assertThat(hello.facts().os().family()).isEqualTo("linux");
        assertThat(hello.facts().memoryBytes()).isPositive();
        assertThat(hello.facts().diskBytes()).isPositive();
        assertThat(hello.facts().location().site()).isEqualTo("on-premises");
        assertThat(hello.facts().labels()).containsEntry("rack", "r1");
        assertThat(link.heard(ContainerReport.class).get(0).full()).isTrue();
        await().until(() -> !link.heard(Heartbeat.class).isEmpty());
    }

    @Test
    void a_wish_becomes_a_running_container_and_its_life_is_reported() throws Exception {
        agent.start(server);
        FakeLink link = server.awaitLink();
        link.send(Wish.all(1, Wish.on(1, 1, 1)));
        awaitState(link, 1, 1, Phase.RUNNING);
        agent.engine().exit(ONE, 7);
        ContainerState ended = awaitState(link, 1, 1, Phase.EXITED);
        assertThat(ended.exitCode()).isEqualTo(7);
        link.send(Wish.change(1, 2, Wish.on(1, 2, 2)));
        awaitState(link, 2, 2, Phase.RUNNING);
        link.send(Wish.change(2, 3, Wish.off(1, 3, 2)));
        awaitState(link, 3, 2, Phase.EXITED);
        link.send(Wish.removal(3, 4, 1));
        await().until(() -> link.state(ONE).isEmpty());
        assertThat(agent.world.calls)
                .containsExactly("create " + ONE, "start " + ONE, "start " + ONE, "stop " + ONE, "remove " + ONE);
    }

    @Test
    void sequences_rise_and_only_changes_are_told() throws Exception {
        agent.start(server);
        FakeLink link = server.awaitLink();
        link.send(Wish.all(1, Wish.on(1, 1, 1), Wish.on(2, 1, 1)));
        awaitState(link, 1, 1, Phase.RUNNING);
        await().until(() -> link.state(Wish.id(2)).map(ContainerState::phase).equals(Optional.of(Phase.RUNNING)));
        int before = link.heard(ContainerReport.class).size();
        agent.engine().exit(ONE, 0);
        awaitState(link, 1, 1, Phase.EXITED);
        var reports = link.heard(ContainerReport.class);
        assertThat(reports).extracting(ContainerReport::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(reports.subList(before, reports.size()).stream().flatMap(r -> r.containers().stream()))
                .allMatch(state -> state.id().equals(ONE));
        assertThat(reports.stream().filter(ContainerReport::full)).hasSize(1);
    }

    @Test
    void a_change_of_another_base_is_answered_by_hello() throws Exception {
        agent.start(server);
        FakeLink link = server.awaitLink();
        link.send(Wish.all(5));
        link.send(Wish.change(7, 8, Wish.on(1, 1, 1)));
        await().until(() -> link.heard(Hello.class).size() == 2);
        assertThat(link.heard(Hello.class).get(1).revision()).isEqualTo(5);
        assertThat(agent.world.calls).isEmpty();
        link.send(Wish.all(8, Wish.on(1, 1, 1)));
        awaitState(link, 1, 1, Phase.RUNNING);
    }

    @Test
    void a_lost_connection_is_made_again_and_told_everything() throws Exception {
        agent.start(server);
        FakeLink first = server.awaitLink();
        first.send(Wish.all(3, Wish.on(1, 1, 1)));
        awaitState(first, 1, 1, Phase.RUNNING);
        first.drop();
        FakeLink second = server.awaitLink();
        awaitState(second, 1, 1, Phase.RUNNING);
        assertThat(second.hello().revision()).isEqualTo(3);
        assertThat(second.heard(ContainerReport.class).get(0).full()).isTrue();
    }

    @Test
    void a_server_that_falls_silent_is_left() throws Exception {
        agent.start(server);
        FakeLink first = server.awaitLink();
        first.mute();
        server.awaitLink();
        await().until(first::isOver);
    }

    @Test
    void nonsense_ends_the_connection_and_not_the_agent() throws Exception {
        agent.start(server);
        server.awaitLink().sendRaw("[[[[[[[[[[{\"type\":\"welcome\"");
        FakeLink second = server.awaitLink();
        second.send(Wish.all(1, Wish.on(1, 1, 1)));
        awaitState(second, 1, 1, Phase.RUNNING);
    }

    @Test
    void without_a_server_the_wishes_of_the_last_life_are_obeyed() throws Exception {
        agent.start(server);
        FakeLink link = server.awaitLink();
        link.send(Wish.all(1, Wish.on(1, 1, 1)));
        awaitState(link, 1, 1, Phase.RUNNING);
        long pid = Objects.requireNonNull(link.state(ONE).orElseThrow().pid());
        agent.stop();
        server.close();
        agent.engine().remove(ONE, true);
        agent.start(server);
        await().until(() -> agent.engine().container(ONE).isPresent());
        await().until(() -> agent.engine().container(ONE).orElseThrow().pid().isPresent());
        assertThat(agent.engine().container(ONE).orElseThrow().pid().getAsLong())
                .isNotEqualTo(pid);
    }

    @Test
    void an_agent_that_ends_leaves_its_containers_and_the_next_one_adopts_them() throws Exception {
        agent.start(server);
        FakeLink link = server.awaitLink();
        link.send(Wish.all(1, Wish.on(1, 4, 1)));
        ContainerState before = awaitState(link, 4, 1, Phase.RUNNING);
        agent.stop();
        await().until(link::isOver);
        agent.start(server);
        FakeLink again = server.awaitLink();
        assertThat(awaitState(again, 4, 1, Phase.RUNNING).pid()).isEqualTo(before.pid());
        assertThat(again.heard(ContainerReport.class).get(0).containers().get(0).generation())
                .isEqualTo(4);
        assertThat(agent.world.calls).containsExactly("create " + ONE, "start " + ONE);
    }

    @Test
    void a_refused_container_fails_with_its_reason_and_is_not_tried_again() throws Exception {
        agent.world.refusals.put("create " + ONE, RefusalCode.IMAGE_NOT_FOUND);
        agent.start(server);
        FakeLink link = server.awaitLink();
        link.send(Wish.all(1, Wish.on(1, 1, 1)));
        ContainerState failed = awaitState(link, 1, 1, Phase.FAILED);
        assertThat(Objects.requireNonNull(failed.problem()).code()).isEqualTo("IMAGE_NOT_FOUND");
        link.send(Wish.all(2, Wish.on(1, 1, 1), Wish.on(2, 1, 1)));
        await().until(() -> link.state(Wish.id(2)).isPresent());
        assertThat(agent.world.calls)
                .filteredOn(call -> call.equals("create " + ONE))
                .hasSize(1);
        agent.world.refusals.clear();
        link.send(Wish.change(2, 3, Wish.on(1, 2, 2)));
        assertThat(awaitState(link, 2, 2, Phase.RUNNING).problem()).isNull();
    }

    @Test
    void a_cause_that_heals_is_tried_again() throws Exception {
        agent.world.refusals.put("start " + ONE, RefusalCode.DISK_FULL);
        agent.start(server);
        FakeLink link = server.awaitLink();
        link.send(Wish.all(1, Wish.on(1, 1, 1)));
        await().until(() -> link.state(ONE).map(ContainerState::problem).isPresent());
        assertThat(link.state(ONE).orElseThrow().phase()).isEqualTo(Phase.CREATED);
        agent.world.refusals.clear();
        awaitState(link, 1, 1, Phase.RUNNING);
        await().until(() -> link.state(ONE).orElseThrow().problem() == null);
    }

    @Test
    void the_certificate_is_renewed_by_itself_and_used_at_once() throws Exception {
        server.onJoin = request -> server.yes(request.certificateRequest(), Duration.ofSeconds(3));
        agent.start(server);
        FakeLink first = server.awaitLink();
        FakeLink second = server.awaitLink();
        await().until(first::isOver);
        assertThat(server.connections()).containsOnlyOnce(Protocol.RENEW_PATH);
        second.send(Wish.all(1, Wish.on(1, 1, 1)));
        awaitState(second, 1, 1, Phase.RUNNING);
    }

    @Test
    void a_server_that_is_away_is_found_again_when_it_returns() throws Exception {
        agent.start(server);
        server.awaitLink();
        int port = server.endpoint().port();
        server.close();
        var context = authority.serverContext(Protocol.SERVER_NAME, KeyPurposeId.id_kp_serverAuth);
        try (FakeServer again = new FakeServer(authority, context, port)) {
            again.awaitLink();
        }
    }

    @Test
    void how_the_link_stands_is_told_to_whoever_looks_from_outside() throws Exception {
        agent.start(server);
        FakeLink link = server.awaitLink();
        String pid = " " + ProcessHandle.current().pid();
        await().untilAsserted(() -> assertThat(note()).startsWith("CONNECTED" + pid, "h1"));
        server.refuseLinksWith = 401;
        link.drop();
        await().untilAsserted(() -> assertThat(note()).startsWith("REFUSED" + pid, "h1"));
        assertThat(note().get(2)).contains("join it again");
        server.close();
        await().untilAsserted(() -> assertThat(note()).startsWith("AWAY" + pid, "h1"));
    }

    private List<String> note() throws IOException {
        Path file = agent.home().link();
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static ContainerState awaitState(FakeLink link, long generation, long run, Phase phase) {
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(link.state(ONE)).hasValueSatisfying(state -> {
                    assertThat(state.phase()).isEqualTo(phase);
                    assertThat(state.run()).isEqualTo(run);
                    assertThat(state.generation()).isEqualTo(generation);
                }));
        return link.state(ONE).orElseThrow();
    }
}
