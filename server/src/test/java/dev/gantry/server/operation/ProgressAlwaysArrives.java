package dev.gantry.server.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.server.operation.StepView.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProgressAlwaysArrives {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID ID = new UUID(1, 2);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final OperationView FRESH = new OperationView(
            ID,
            "image.import",
            "image",
            null,
            null,
            null,
            OperationState.PENDING,
            List.of(
                    new StepView("send", StepState.PENDING, 0, null, null, null),
                    new StepView("import", StepState.PENDING, 0, null, null, null)),
            null,
            "admin",
            NOW,
            null,
            List.of());

    private final HeldProgress held = new HeldProgress();

    @Test
    void the_last_of_a_quick_succession_is_due_when_the_time_is_over() {
        assertThat(hold("send", 10, 0)).isTrue();
        OperationView first = held.take(FRESH, NOW, 0);
        assertThat(hold("send", 20, 1)).isFalse();
        assertThat(hold("send", 30, 2)).isFalse();

        assertThat(held.due(3)).isEmpty();
        assertThat(held.due(SECOND)).containsExactly(ID);
        OperationView last = held.take(first, NOW, SECOND);
        assertThat(first.steps().get(0).current()).isEqualTo(10);
        assertThat(last.steps().get(0).current()).isEqualTo(30);
        assertThat(held.due(2 * SECOND)).as("told once").isEmpty();
    }

    @Test
    void whatever_else_moves_the_operation_takes_along_what_was_held() {
        hold("send", 10, 0);
        OperationView first = held.take(FRESH, NOW, 0);
        hold("send", 99, 1);

        OperationView next = OperationMoves.step(held.take(first, NOW, 2), "import", NOW);
        assertThat(next.steps().get(0).current()).isEqualTo(99);
        assertThat(next.steps()).extracting(StepView::state).containsExactly(StepState.DONE, StepState.RUNNING);
    }

    @Test
    void of_steps_at_the_same_time_each_one_s_last_arrives() {
        held.hold(ID, List.of(new StepProgress("a", 1, 9L)), false, false, 0);
        OperationView first = held.take(FRESH, NOW, 0);
        held.hold(ID, List.of(new StepProgress("a", 5, 9L)), false, false, 1);
        held.hold(ID, List.of(new StepProgress("b", 7, 9L)), false, false, 2);

        OperationView last = held.take(first, NOW, SECOND);
        assertThat(last.steps()).extracting(StepView::name).containsExactly("send", "import", "a", "b");
        assertThat(last.steps()).extracting(StepView::current).containsExactly(0L, 0L, 5L, 7L);
    }

    @Test
    void what_ends_a_step_is_told_at_once() {
        hold("send", 10, 0);
        held.take(FRESH, NOW, 0);
        assertThat(held.hold(ID, List.of(new StepProgress("send", 100, 100L)), true, true, 1))
                .isTrue();
    }

    @Test
    void an_operation_that_ended_is_forgotten() {
        hold("send", 10, 0);
        held.forget(ID);
        assertThat(held.due(SECOND)).isEmpty();
        assertThat(held.take(FRESH, NOW, SECOND)).isSameAs(FRESH);
    }

    private boolean hold(String step, long current, long nanos) {
        return held.hold(ID, List.of(new StepProgress(step, current, 100L)), true, false, nanos);
    }
}
