package dev.gantry.agent.request;

import dev.gantry.engine.image.ImportProgress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The progress of an import or a pull on its way to the server: a new step and a step's end are told at once, bytes only
 * now and then. Ends the work when it was cancelled.
 */
final class ProgressReport implements ImportProgress {
    private static final Duration BETWEEN = Duration.ofMillis(250);

    private final Task task;
    private final LongSupplier nanos;
    /** When each step was told of last; steps may go on at the same time. */
    private final Map<String, Long> told = new HashMap<>();

    /** @param nanos System.nanoTime */
    ProgressReport(Task task, LongSupplier nanos) {
        this.task = task;
        this.nanos = nanos;
    }

    @Override
    public synchronized void at(String step, long current, long total) {
        task.check();
        long now = nanos.getAsLong();
        Long last = told.get(step);
        if (last == null || now - last >= BETWEEN.toNanos() || (total > 0 && current == total)) {
            told.put(step, now);
            task.progress(step, current, total);
        }
    }
}
