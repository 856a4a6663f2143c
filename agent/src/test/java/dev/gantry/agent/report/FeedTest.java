package dev.gantry.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.agent.link.Outbox;
import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.AgentMessage.ContainerReport;
import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.ContainerState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final Predicate<ContainerState> UNDER_WAY = state -> state.generation() < 2;
    private static final long LATER = Feed.PATIENCE.toNanos();

    private final List<AgentMessage> sent = new ArrayList<>();
    private final Feed feed = new Feed(new Outbox() {
        @Override
        public boolean send(AgentMessage message, Runnable done) {
            return sent.add(message);
        }

        @Override
        public boolean offer(AgentMessage message) {
            return sent.add(message);
        }
    });

    @BeforeEach
    void tell() throws InterruptedException {
        feed.containers(states(state("a", 1, Phase.CREATED)));
        sent.clear();
    }

    @Test
    void what_a_start_passes_through_may_wait_and_what_it_ends_in_may_not() {
        assertThat(feed.mayWait(states(state("a", 1, Phase.STARTING)), UNDER_WAY, 0))
                .isTrue();
        assertThat(feed.mayWait(states(state("a", 1, Phase.RUNNING)), UNDER_WAY, 1))
                .isTrue();
        assertThat(feed.mayWait(states(state("a", 2, Phase.RUNNING)), UNDER_WAY, 2))
                .isFalse();
    }

    @Test
    void what_takes_long_is_told_after_a_while() {
        assertThat(feed.mayWait(states(state("a", 1, Phase.STARTING)), UNDER_WAY, 5))
                .isTrue();
        assertThat(feed.mayWait(states(state("a", 1, Phase.STARTING)), UNDER_WAY, 5 + LATER))
                .isFalse();
    }

    @Test
    void nothing_waits_when_another_container_has_arrived_or_one_is_gone() {
        assertThat(feed.mayWait(states(state("a", 1, Phase.STARTING), state("b", 2, Phase.EXITED)), UNDER_WAY, 0))
                .isFalse();
        assertThat(feed.mayWait(Map.of(), UNDER_WAY, 0)).isFalse();
    }

    @Test
    void without_a_change_nothing_is_held_back_and_nothing_is_said() throws InterruptedException {
        Map<String, ContainerState> same = states(state("a", 1, Phase.CREATED));
        assertThat(feed.mayWait(same, UNDER_WAY, 0)).isFalse();
        feed.containers(same);
        assertThat(sent).isEmpty();
    }

    @Test
    void what_was_held_back_is_in_the_next_report() throws InterruptedException {
        assertThat(feed.mayWait(states(state("a", 1, Phase.STARTING)), UNDER_WAY, 0))
                .isTrue();
        feed.containers(states(state("a", 2, Phase.RUNNING)));
        assertThat(sent)
                .singleElement()
                .isInstanceOfSatisfying(
                        ContainerReport.class,
                        report -> assertThat(report.containers())
                                .extracting(ContainerState::phase)
                                .containsExactly(Phase.RUNNING));
    }

    private static Map<String, ContainerState> states(ContainerState... states) {
        return List.of(states).stream().collect(java.util.stream.Collectors.toMap(ContainerState::id, state -> state));
    }

    private static ContainerState state(String id, long generation, Phase phase) {
        return new ContainerState(
                id, id, generation, 1, phase, null, null, null, null, null, null, null, null, List.of());
    }
}
