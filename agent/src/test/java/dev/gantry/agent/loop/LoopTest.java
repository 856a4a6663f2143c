package dev.gantry.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private final AtomicInteger rounds = new AtomicInteger();

    @Test
    void it_looks_at_the_start_after_a_ring_and_in_time() {
        try (Loop rung = new Loop("rung", LONG, Duration.ZERO, rounds::incrementAndGet)) {
            rung.start();
            await().until(() -> rounds.get() == 1);
            rung.ring();
            await().until(() -> rounds.get() == 2);
        }
        try (Loop timed = new Loop("timed", Duration.ofMillis(10), Duration.ZERO, rounds::incrementAndGet)) {
            timed.start();
            await().until(() -> rounds.get() > 10);
        }
    }

    @Test
    void rings_during_a_round_are_one_more_round() {
        CountDownLatch hold = new CountDownLatch(1);
        try (Loop loop = new Loop("busy", LONG, Duration.ZERO, () -> {
            rounds.incrementAndGet();
            hold.await();
        })) {
            loop.start();
            await().until(() -> rounds.get() == 1);
            for (int i = 0; i < 100; i++) {
                loop.ring();
            }
            hold.countDown();
            await().until(() -> rounds.get() == 2);
            await().during(Duration.ofMillis(50)).until(() -> rounds.get() == 2);
        }
    }

    @Test
    void a_round_that_fails_is_followed_by_another() {
        try (Loop loop = new Loop("failing", Duration.ofMillis(5), Duration.ZERO, () -> {
            throw new IllegalStateException("round " + rounds.incrementAndGet());
        })) {
            loop.start();
            await().until(() -> rounds.get() >= 3);
        }
    }

    @Test
    void waits_double_to_a_cap_and_are_spread() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(15), new Random(1));
        for (long full = 100; full < 15_000; full *= 2) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
        }
        assertThat(backoff.next()).isBetween(Duration.ofMillis(7_500), Duration.ofSeconds(15));
        assertThat(backoff.next()).isNotEqualTo(backoff.next());
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }
}
