package dev.gantry.agent.loop;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits between attempts: doubling up to a cap, each spread over its upper half, so that many agents that lost one
 * server do not return in one instant. Not for several threads.
 */
public final class Backoff {
    private final Duration first;
    private final Duration cap;
    private final RandomGenerator random;
    private Duration next;

    public Backoff(Duration first, Duration cap, RandomGenerator random) {
        this.first = first;
        this.cap = cap;
        this.random = random;
        this.next = first;
    }

    /** The next wait: between half of the current step and all of it. */
    public Duration next() {
        Duration full = next;
        Duration doubled = full.multipliedBy(2);
        next = doubled.compareTo(cap) > 0 ? cap : doubled;
        long half = full.toNanos() / 2;
        return Duration.ofNanos(half + random.nextLong(half + 1));
    }

    /** To be called after a success. */
    public void reset() {
        next = first;
    }
}
