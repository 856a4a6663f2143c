package dev.gantry.server.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.facts.Problem;
import dev.gantry.server.operation.OperationView.HostOutcome;
import dev.gantry.server.operation.StepView.StepState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OperationMovesForward {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID ONE = new UUID(0, 1);
    private static final UUID TWO = new UUID(0, 2);
    private static final OperationView FRESH = new OperationView(
            new UUID(1, 2),
            "image.import",
            "image",
            null,
            null,
            null,
            OperationState.PENDING,
            List.of(
                    new StepView("upload", StepState.PENDING, 0, null, null, null),
                    new StepView("unpack", StepState.PENDING, 0, null, null, null)),
            null,
            "admin",
            NOW,
            null,
            List.of(HostOutcome.running(ONE, "one"), HostOutcome.running(TWO, "two")));

    @Test
    void a_step_ends_those_before_it() {
        OperationView seen = OperationMoves.step(FRESH, "unpack", NOW);
        assertThat(seen.state()).isEqualTo(OperationState.RUNNING);
        assertThat(seen.steps()).extracting(StepView::state).containsExactly(StepState.DONE, StepState.RUNNING);
    }

    @Test
    void progress_never_goes_back() {
        OperationView far = OperationMoves.progress(FRESH, "upload", 10, 20L, NOW);
        OperationView back = OperationMoves.progress(far, "upload", 5, null, NOW);
        assertThat(back.steps().get(0).current()).isEqualTo(10);
        assertThat(back.steps().get(0).total()).isEqualTo(20);
    }

    @Test
    void steps_at_the_same_time_end_by_themselves_and_are_added_when_they_are_new() {
        OperationView seen = OperationMoves.progress(
                FRESH, List.of(new StepProgress("unpack", 20, 20L), new StepProgress("more", 5, null)), NOW);
        assertThat(seen.state()).isEqualTo(OperationState.RUNNING);
        assertThat(seen.steps()).extracting(StepView::name).containsExactly("upload", "unpack", "more");
        assertThat(seen.steps())
                .extracting(StepView::state)
                .containsExactly(StepState.PENDING, StepState.DONE, StepState.RUNNING);
        OperationView back = OperationMoves.progress(seen, List.of(new StepProgress("unpack", 1, 20L)), NOW);
        assertThat(back.steps().get(1)).isEqualTo(seen.steps().get(1));
    }

    @Test
    void a_failure_marks_the_running_step_and_leaves_the_others() {
        OperationView running = OperationMoves.step(FRESH, "upload", NOW);
        OperationView failed =
                OperationMoves.end(running, OperationState.FAILED, new Problem("INTERNAL", "t", "w", "a"), NOW);
        assertThat(failed.steps()).extracting(StepView::state).containsExactly(StepState.FAILED, StepState.PENDING);
        assertThat(failed.finishedAt()).isEqualTo(NOW);
    }

    @Test
    void a_host_that_ended_stays_so_whatever_becomes_of_the_others() {
        Problem full = new Problem("DISK_FULL", "t", "w", "a");
        OperationView running = OperationMoves.step(FRESH, "upload", NOW);
        OperationView seen = OperationMoves.hostEnded(running, ONE, null, Set.of("upload"), NOW);
        assertThat(seen.state()).isEqualTo(OperationState.RUNNING);
        assertThat(seen.steps()).extracting(StepView::state).containsExactly(StepState.DONE, StepState.PENDING);

        OperationView failed = OperationMoves.hostEnded(seen, TWO, full, Set.of("unpack"), NOW);
        assertThat(failed.steps()).extracting(StepView::state).containsExactly(StepState.DONE, StepState.FAILED);
        OperationView end = OperationMoves.end(failed, OperationState.FAILED, full, NOW);
        assertThat(end.hosts())
                .containsExactly(
                        new HostOutcome(ONE, "one", OperationState.SUCCEEDED, null),
                        new HostOutcome(TWO, "two", OperationState.FAILED, full));
        assertThat(OperationMoves.end(seen, OperationState.CANCELLED, null, NOW).hosts())
                .extracting(HostOutcome::state)
                .containsExactly(OperationState.SUCCEEDED, OperationState.CANCELLED);
    }

    @Test
    void success_ends_all_steps() {
        OperationView done = OperationMoves.end(FRESH, OperationState.SUCCEEDED, null, NOW);
        assertThat(done.steps()).extracting(StepView::state).containsOnly(StepState.DONE);
    }

    @Test
    void states_only_move_forward() {
        for (OperationState from : OperationState.values()) {
            assertThat(from.canBecome(from)).isFalse();
            assertThat(from.canBecome(OperationState.PENDING)).isFalse();
            assertThat(OperationState.SUCCEEDED.canBecome(from)).isFalse();
        }
    }
}
