package dev.gantry.agent.reconcile;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.protocol.facts.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A step that failed, and when it may be tried again. Making and starting is tried again only when the cause heals by
 * itself; anything else waits until the wish changes. Stopping and removing is always tried again: what should be gone
 * must not stay.
 *
 * @param generation of the wish that was acted on, 0 for a removal
 * @param attempts so far
 * @param retryAt System.nanoTime from which on it is tried again; empty for never
 */
record Trouble(long generation, long run, Problem problem, boolean making, int attempts, Optional<Long> retryAt) {
    private static final Set<String> HEALING = Set.of(RefusalCode.DISK_FULL.name(), RefusalCode.RUNTIME_TIMEOUT.name());
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    static Trouble of(long generation, long run, Problem problem, boolean making, int attempts, long now) {
        boolean again = !making || HEALING.contains(problem.code());
        return new Trouble(
                generation,
                run,
                problem,
                making,
                attempts,
                again ? Optional.of(now + waitAfter(attempts).toNanos()) : Optional.empty());
    }

    private static Duration waitAfter(int attempts) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts - 1, 10));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** Whether it is about this wish, and not about one that has changed since. */
    boolean isAbout(long wishedGeneration, long wishedRun) {
        return generation == wishedGeneration && run == wishedRun;
    }

    boolean holdsBack(long now) {
        return retryAt.isEmpty() || retryAt.get() - now > 0;
    }

    boolean isFinal() {
        return retryAt.isEmpty();
    }
}
