package dev.gantry.agent.loop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Law of the house: an event only says "look again", a timer guarantees it. The body runs at the start, after each
 * ring, and at the latest after the resync time; never twice at once. What it throws is logged and tried again at the
 * next round.
 */
public final class Loop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final Duration END = Duration.ofSeconds(5);

    /** One look at the world. */
    @FunctionalInterface
    public interface Body {
        void look() throws Exception;
    }

    private final Doorbell bell = new Doorbell();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration resync;
    private final Duration pause;
    private final Body body;
    private final Thread thread;
    /** Until the next round; for the loop's own thread. */
    private Duration patience;

    /**
     * @param resync the longest time between two rounds
     * @param pause the shortest time between two rounds, in which rings merge
     */
    public Loop(String name, Duration resync, Duration pause, Body body) {
        this.resync = resync;
        this.pause = pause;
        this.body = body;
        this.patience = resync;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    public void ring() {
        bell.ring();
    }

    /** For the body: the next round comes no later than this. */
    public void again(Duration within) {
        patience = within.compareTo(patience) < 0 ? within : patience;
    }

    private void run() {
        try {
            long ended = System.nanoTime() - pause.toNanos();
            // A first ring after a quiet time is answered at once; only rings in quick succession wait and merge.
            while (!closed.await(pause.toNanos() - (System.nanoTime() - ended), TimeUnit.NANOSECONDS)) {
                round();
                ended = System.nanoTime();
                bell.await(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() throws InterruptedException {
        patience = resync;
        try {
            body.look();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            log.warn("{} failed and is tried again within {} s", thread.getName(), resync.toSeconds(), e);
        }
    }

    /** Ends after the current round, which is interrupted. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
