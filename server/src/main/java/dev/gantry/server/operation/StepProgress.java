package dev.gantry.server.operation;

import org.jspecify.annotations.Nullable;

/**
 * How far one of several steps is that go on at the same time.
 *
 * @param name of a step; one that the operation does not have yet is added
 * @param total when current reaches it the step is done; null while unknown
 */
public record StepProgress(
        String name, long current, @Nullable Long total) {
    boolean isWhole() {
        return total != null && current >= total;
    }
}
