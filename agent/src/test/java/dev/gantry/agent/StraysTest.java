package dev.gantry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.agent.testing.FakeLink;
import dev.gantry.agent.testing.FakeServer;
import dev.gantry.agent.testing.Wish;
import dev.gantry.protocol.AgentMessage.ContainerReport;
import dev.gantry.protocol.AgentMessage.Hello;
import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.ContainerState.Phase;
import dev.gantry.protocol.facts.Stray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StraysTest {
    private static final String ONE = Wish.id(1);
    private static final String LATER = "018f0000-0000-7000-8000-000000000002";

    @TempDir
    Path directory;

    private final FakeServer server = new FakeServer();
    private AgentUnderTest agent;
    private ContainerState before;

    @BeforeEach
    void aContainerOfAnEarlierHost() throws Exception {
        agent = new AgentUnderTest(directory);
        agent.start(server);
        FakeLink link = server.awaitLink();
        link.send(Wish.all(7, Wish.on(1, 4, 3)));
        before = awaitState(link, 4, Phase.RUNNING);
        joinAgain();
    }

    private void joinAgain() throws Exception {
        agent.stop();
        Files.delete(agent.home().identity());
        server.hostId = LATER;
        agent.start(server);
    }

    @AfterEach
    void end() {
        agent.close();
        server.close();
    }

    @Test
    void what_an_earlier_host_made_is_offered_and_left_as_it_is() throws Exception {
        FakeLink link = server.awaitLink();
        await().until(() -> !link.heard(Hello.class).isEmpty());
        assertThat(link.hello().revision()).isZero();
        link.send(Wish.all(1));
        Stray offered = awaitOffer(link);
        assertThat(offered.id()).isEqualTo(ONE);
        assertThat(offered.name()).isEqualTo("c1");
        assertThat(offered.run()).isEqualTo(3);
        assertThat(offered.live()).isTrue();
        assertThat(offered.spec().command()).containsExactly("sleep", "9");
        assertThat(offered.spec().env()).containsEntry("A", "b");
        link.send(Wish.all(2, Wish.on(2, 1, 1)));
        await().until(() -> link.state(Wish.id(2)).isPresent());
        assertThat(link.state(ONE)).as("it is not this host's yet").isEmpty();
        assertThat(agent.engine().container(ONE)).isPresent();
    }

    @Test
    void once_it_is_wished_it_is_a_container_like_all_others_and_goes_on_running() throws Exception {
        FakeLink link = server.awaitLink();
        link.send(Wish.all(1));
        awaitOffer(link);
        link.send(Wish.change(1, 2, Wish.on(1, 1, 3)));
        ContainerState adopted = awaitState(link, 1, Phase.RUNNING);
        assertThat(adopted.pid()).isEqualTo(before.pid());
        assertThat(adopted.run()).isEqualTo(3);
        link.send(Wish.change(2, 3, Wish.off(1, 2, 3)));
        awaitState(link, 2, Phase.EXITED);
        assertThat(agent.world.calls).containsExactly("create " + ONE, "start " + ONE, "stop " + ONE);
    }

    @Test
    void one_that_was_adopted_is_removed_with_its_wish_even_by_a_later_agent() throws Exception {
        FakeLink link = server.awaitLink();
        link.send(Wish.all(1, Wish.on(1, 1, 3)));
        awaitState(link, 1, Phase.RUNNING);
        agent.stop();
        agent.start(server);
        FakeLink next = server.awaitLink();
        awaitState(next, 1, Phase.RUNNING);
        next.send(Wish.removal(1, 2, 1));
        await().until(() -> agent.engine().container(ONE).isEmpty());
        assertThat(offers(next)).as("its own is offered to nobody").isEmpty();
    }

    @Test
    void each_new_link_is_offered_it_again_until_somebody_takes_it() throws Exception {
        FakeLink link = server.awaitLink();
        awaitOffer(link);
        link.drop();
        assertThat(awaitOffer(server.awaitLink()).id()).isEqualTo(ONE);
    }

    private static Stray awaitOffer(FakeLink link) {
        await().until(() -> !offers(link).isEmpty());
        return offers(link).get(0);
    }

    private static List<Stray> offers(FakeLink link) {
        return link.heard(ContainerReport.class).stream()
                .flatMap(report -> report.strays().stream())
                .toList();
    }

    private static ContainerState awaitState(FakeLink link, long generation, Phase phase) {
        await().untilAsserted(() -> assertThat(link.state(ONE)).hasValueSatisfying(state -> {
            assertThat(state.phase()).isEqualTo(phase);
            assertThat(state.generation()).isEqualTo(generation);
        }));
        return link.state(ONE).orElseThrow();
    }
}
