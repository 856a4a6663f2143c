package dev.gantry.oci.registry.http;

import java.time.Duration;

/** Tries again what failed for a moment, with pauses that grow and are capped. */
public final class Retry {
    private final HttpSettings settings;
    private final Pause pause;

    public Retry(HttpSettings settings, Pause pause) {
        this.settings = settings;
        this.pause = pause;
    }

    /** One try. */
    @FunctionalInterface
    public interface Try<T> {
        T run() throws Transient;
    }

    /** @param tried for the refusal: "read the manifest of …" */
    public <T> T run(String tried, Try<T> work) {
        for (int failed = 1; ; failed++) {
            try {
                return work.run();
            } catch (Transient failure) {
                await(tried, failed, failure);
            }
        }
    }

    /**
     * Waits after a failure.
     *
     * @param failed how often in a row, counted from 1; refused when it was the last time
     */
    public void await(String tried, int failed, Transient failure) {
        if (failed >= settings.tries()) {
            throw HttpRefusals.unreachable(tried, failure.why() + "; tried " + failed + " times");
        }
        try {
            pause.await(length(failed, failure));
        } catch (InterruptedException e) {
            throw HttpRefusals.cancelled(tried);
        }
    }

    private Duration length(int failed, Transient failure) {
        Duration growing = settings.firstPause().multipliedBy(1L << Math.min(failed - 1, 20));
        Duration wanted = failure.after().orElse(growing);
        return wanted.compareTo(settings.longestPause()) > 0 ? settings.longestPause() : wanted;
    }
}
