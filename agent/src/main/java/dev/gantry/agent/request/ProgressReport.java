package dev.gantry.agent.request;

import dev.gantry.engine.image.ImportProgress;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * An import's progress on its way to the server: a new step is told at once, bytes only now and then. Ends the import
 * when it was cancelled.
 */
final class ProgressReport implements ImportProgress {
    private static final Duration BETWEEN = Duration.ofMillis(250);

    private final Task task;
    private final LongSupplier nanos;
    private String step = "";
    private long told;

    /** @param nanos System.nanoTime */
    ProgressReport(Task task, LongSupplier nanos) {
        this.task = task;
        this.nanos = nanos;
    }

    @Override
    public synchronized void at(String nowStep, long current, long total) {
        task.check();
        long now = nanos.getAsLong();
        if (!nowStep.equals(step) || now - told >= BETWEEN.toNanos()) {
            step = nowStep;
            told = now;
            task.progress(nowStep, current, total);
        }
    }
}
