package dev.gantry.server.platform;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one shape of background work: a bell that merges rings, a timer that guarantees a pass, one thread. A pass that
 * fails is logged and tried again by the timer.
 */
public final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final long STOP_MILLIS = 10_000;

    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;

    /** Starts the loop; the first pass is at once. */
    public Loop(String name, Duration resync, Runnable pass) {
        this.thread = new Thread(() -> run(resync, pass), name);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Asks for a pass that begins after this call. */
    public void ring() {
        bell.release();
    }

    private void run(Duration resync, Runnable pass) {
        while (!stopped) {
            bell.drainPermits();
            try {
                pass.run();
            } catch (RuntimeException e) {
                LOG.warn("A pass of {} failed and is tried again", thread.getName(), e);
            }
            try {
                boolean rung = bell.tryAcquire(resync.toMillis(), TimeUnit.MILLISECONDS);
                LOG.trace("{} goes on, rung: {}", thread.getName(), rung);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Ends after the pass that runs, which is interrupted if it takes longer than 10 s. */
    @Override
    public void close() {
        stopped = true;
        ring();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
