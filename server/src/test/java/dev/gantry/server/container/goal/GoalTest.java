package dev.gantry.server.container.goal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.ContainerState.Phase;
import dev.gantry.protocol.facts.Problem;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoalTest {
    private static final Problem NO =
            new Problem("RUNTIME_FAILED", "Start container web", "no such file", "Correct it.");

    @ParameterizedTest
    @EnumSource(Phase.class)
    void a_report_of_an_older_wish_decides_nothing(Phase phase) {
        for (Goal.Kind kind : Goal.Kind.values()) {
            assertThat(goal(kind).judge(seen(4, 2, phase, phase == Phase.FAILED ? NO : null)))
                    .isEqualTo(Goal.Verdict.OPEN);
        }
    }

    @Test
    void a_start_is_reached_once_the_run_was_up_even_if_it_has_ended() {
        assertThat(goal(Goal.Kind.STARTED).judge(seen(5, 3, Phase.STARTING, null)))
                .isEqualTo(Goal.Verdict.OPEN);
        assertThat(goal(Goal.Kind.STARTED).judge(seen(5, 3, Phase.RUNNING, null)))
                .isEqualTo(Goal.Verdict.REACHED);
        assertThat(goal(Goal.Kind.STARTED).judge(seen(5, 3, Phase.EXITED, null)))
                .isEqualTo(Goal.Verdict.REACHED);
        assertThat(goal(Goal.Kind.STARTED).judge(seen(5, 3, Phase.FAILED, NO))).isEqualTo(new Goal.Verdict.Failed(NO));
    }

    @Test
    void a_start_that_a_later_stop_overtook_fails_and_says_so() {
        assertThat(goal(Goal.Kind.STARTED).judge(seen(6, 2, Phase.EXITED, null)))
                .isInstanceOfSatisfying(
                        Goal.Verdict.Failed.class,
                        failed -> assertThat(failed.problem().why()).contains("later request"));
    }

    @Test
    void a_stop_is_reached_when_nothing_runs() {
        assertThat(goal(Goal.Kind.STOPPED).judge(seen(5, 3, Phase.STOPPING, null)))
                .isEqualTo(Goal.Verdict.OPEN);
        assertThat(goal(Goal.Kind.STOPPED).judge(seen(5, 3, Phase.EXITED, null)))
                .isEqualTo(Goal.Verdict.REACHED);
        assertThat(goal(Goal.Kind.STOPPED).judge(seen(5, 0, Phase.CREATED, null)))
                .isEqualTo(Goal.Verdict.REACHED);
        assertThat(goal(Goal.Kind.STOPPED).judge(seen(5, 3, Phase.RUNNING, NO))).isEqualTo(new Goal.Verdict.Failed(NO));
    }

    @Test
    void a_creation_is_reached_when_the_container_exists() {
        assertThat(goal(Goal.Kind.CREATED).judge(seen(5, 0, Phase.PENDING, null)))
                .isEqualTo(Goal.Verdict.OPEN);
        assertThat(goal(Goal.Kind.CREATED).judge(seen(5, 0, Phase.CREATED, null)))
                .isEqualTo(Goal.Verdict.REACHED);
        assertThat(goal(Goal.Kind.CREATED).judge(seen(5, 0, Phase.FAILED, NO))).isEqualTo(new Goal.Verdict.Failed(NO));
    }

    private static Goal goal(Goal.Kind kind) {
        return new Goal(UUID.randomUUID(), UUID.randomUUID(), kind, 5, 3);
    }

    private static ContainerState seen(long generation, long run, Phase phase, @Nullable Problem problem) {
        return new ContainerState(
                "x", "web", generation, run, phase, null, null, null, problem, null, null, null, null, List.of());
    }
}
