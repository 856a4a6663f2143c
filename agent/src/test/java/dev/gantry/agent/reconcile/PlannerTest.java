package dev.gantry.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.agent.testing.Wish;
import dev.gantry.protocol.wish.ContainerWish;
import dev.gantry.protocol.wish.Power;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerTest {
    private static final String ID = Wish.id(1);

    @Test
    void a_new_wish_is_made_and_started() {
        ContainerWish wish = Wish.on(1, 1, 1);
        assertThat(plan(wish, null)).containsExactly(new Step.Create(wish), new Step.Start(ID, "c1", 1));
    }

    @Test
    void a_wish_that_is_off_is_only_made() {
        ContainerWish wish = Wish.off(1, 1, 0);
        assertThat(plan(wish, null)).containsExactly(new Step.Create(wish));
    }

    @Test
    void a_higher_run_restarts_what_runs() {
        ContainerWish wish = Wish.on(1, 2, 2);
        assertThat(plan(wish, new Seen(1, true, true)))
                .containsExactly(new Step.Stop(ID, "c1", wish.stop()), new Step.Start(ID, "c1", 2));
    }

    @Test
    void what_ended_by_itself_stays_ended() {
        assertThat(plan(Wish.on(1, 2, 2), new Seen(2, false, true))).isEmpty();
    }

    @Test
    void what_ran_further_than_the_wish_says_goes_on() {
        assertThat(plan(Wish.on(1, 2, 2), new Seen(5, true, true))).isEmpty();
    }

    @Test
    void power_off_stops_what_runs_and_only_that() {
        ContainerWish wish = Wish.off(1, 2, 1);
        assertThat(plan(wish, new Seen(1, true, true))).containsExactly(new Step.Stop(ID, "c1", wish.stop()));
        assertThat(plan(wish, new Seen(1, false, true))).isEmpty();
    }

    @Test
    void what_is_not_wished_is_removed_only_when_it_is_ours() {
        assertThat(Planner.plan(Map.of(), Map.of(ID, new Seen(1, true, true)))).containsExactly(new Step.Remove(ID));
        assertThat(Planner.plan(Map.of(), Map.of(ID, new Seen(1, true, false)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void applying_a_plan_and_planning_again_is_empty(long seed) {
        Random random = new Random(seed);
        Map<String, ContainerWish> wanted = new HashMap<>();
        Map<String, Seen> seen = new HashMap<>();
        for (int i = 0; i < random.nextInt(20); i++) {
            int number = random.nextInt(12);
            Power power = random.nextBoolean() ? Power.ON : Power.OFF;
            wanted.put(Wish.id(number), Wish.wish(number, 1 + random.nextInt(5), power, random.nextInt(4)));
        }
        for (int i = 0; i < random.nextInt(20); i++) {
            long run = random.nextInt(4);
            seen.put(Wish.id(random.nextInt(12)), new Seen(run, run > 0 && random.nextBoolean(), random.nextBoolean()));
        }
        Map<String, Seen> before = Map.copyOf(seen);
        Planner.plan(wanted, seen).forEach(step -> apply(step, seen));
        assertThat(Planner.plan(wanted, seen)).isEmpty();
        assertThat(seen.keySet()).containsAll(wanted.keySet());
        before.forEach((id, container) -> {
            if (!container.ours() && !wanted.containsKey(id)) {
                assertThat(seen).containsEntry(id, container);
            }
        });
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    /** What an engine does, with its refusals. */
    private static void apply(Step step, Map<String, Seen> seen) {
        Seen old = seen.get(step.id());
        if (step instanceof Step.Create) {
            assertThat(old).isNull();
            seen.put(step.id(), new Seen(0, false, true));
        } else if (step instanceof Step.Start start) {
            Seen ended = Objects.requireNonNull(old);
            assertThat(ended.live()).isFalse();
            assertThat(start.run()).isGreaterThan(ended.run());
            seen.put(step.id(), new Seen(start.run(), true, ended.ours()));
        } else if (step instanceof Step.Stop) {
            Seen live = Objects.requireNonNull(old);
            seen.put(step.id(), new Seen(live.run(), false, live.ours()));
        } else {
            seen.remove(step.id());
        }
    }

    private static List<Step> plan(ContainerWish wish, @Nullable Seen seen) {
        return Planner.plan(Map.of(ID, wish), seen == null ? Map.of() : Map.of(ID, seen));
    }
}
