package dev.gantry.server.operation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of an operation.
 *
 * @param current how much is done, in the step's own unit (bytes, mostly)
 * @param total how much there is, null when not known
 */
public record StepView(
        String name,
        StepState state,
        long current,
        @Nullable Long total,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /** Where a step stands. Only moves forward. */
    public enum StepState {
        PENDING,
        RUNNING,
        DONE,
        FAILED
    }
}
