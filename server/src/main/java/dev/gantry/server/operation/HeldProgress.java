package dev.gantry.server.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Progress that came too soon behind the last: a person can't see more, and each is a row version. The latest of each
 * step is held until the time is over, so that the last one always arrives. All times are System.nanoTime's.
 */
final class HeldProgress {
    private static final long BETWEEN = Duration.ofMillis(500).toNanos();

    private final Map<UUID, Held> operations = new HashMap<>();

    /**
     * Whether it is time to write. The progress is held in either case: {@link #take} gives it back.
     *
     * @param inTurn whether the steps before it are over
     */
    synchronized boolean hold(UUID operation, List<StepProgress> steps, boolean inTurn, boolean now, long nanos) {
        Held held = operations.computeIfAbsent(operation, id -> new Held());
        steps.forEach(step -> (inTurn ? held.inTurn : held.beside).put(step.name(), step));
        return now || held.isDue(nanos);
    }

    /** Those whose time is over, in the order of their ids. */
    synchronized List<UUID> due(long nanos) {
        return operations.entrySet().stream()
                .filter(each -> each.getValue().holds() && each.getValue().isDue(nanos))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** The operation with all that was held of it, which is held no more. */
    synchronized OperationView take(OperationView seen, Instant now, long nanos) {
        Held held = operations.get(seen.id());
        if (held == null || !held.holds()) {
            return seen;
        }
        OperationView moved = seen;
        for (StepProgress each : held.inTurn.values()) {
            moved = OperationMoves.progress(moved, each.name(), each.current(), each.total(), now);
        }
        if (!held.beside.isEmpty()) {
            moved = OperationMoves.progress(moved, List.copyOf(held.beside.values()), now);
        }
        held.inTurn.clear();
        held.beside.clear();
        held.written = nanos;
        return moved;
    }

    synchronized void forget(UUID operation) {
        operations.remove(operation);
    }

    private static final class Held {
        private final Map<String, StepProgress> inTurn = new LinkedHashMap<>();
        private final Map<String, StepProgress> beside = new LinkedHashMap<>();
        private @Nullable Long written;

        boolean holds() {
            return !inTurn.isEmpty() || !beside.isEmpty();
        }

        boolean isDue(long nanos) {
            return written == null || nanos - written >= BETWEEN;
        }
    }
}
