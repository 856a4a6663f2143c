package dev.gantry.oci.registry.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits between two tries; an interrupt ends it. Tests bring one that only writes down. */
@FunctionalInterface
public interface Pause {
    Pause REAL = duration -> {
        // Nobody counts down: the timeout is the point.
        boolean never = new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
        assert !never;
    };

    void await(Duration duration) throws InterruptedException;
}
