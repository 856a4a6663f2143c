package dev.gantry.agent.loop;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A queue with one place: any number of rings before somebody looks are one ring, and none is lost. */
public final class Doorbell {
    private final BlockingQueue<Boolean> place = new ArrayBlockingQueue<>(1);

    public void ring() {
        // A full place means that somebody will look anyway.
        boolean unused = place.offer(Boolean.TRUE);
    }

    /** Waits for a ring, but no longer than the timeout; returns whether it rang. */
    public boolean await(Duration timeout) throws InterruptedException {
        return place.poll(timeout.toNanos(), TimeUnit.NANOSECONDS) != null;
    }
}
