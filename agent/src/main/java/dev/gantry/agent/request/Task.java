package dev.gantry.agent.request;

import dev.gantry.agent.link.ByteStream;
import dev.gantry.agent.link.ByteStreams;
import dev.gantry.agent.link.Outbox;
import dev.gantry.protocol.AgentMessage.Progress;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request while it is worked on: its thread, its stream, and whether anybody still wants it. */
final class Task {
    private static final Logger log = LoggerFactory.getLogger(Task.class);

    private final String requestId;
    private final ByteStreams streams;
    private final Supplier<@Nullable Outbox> outbox;
    private boolean cancelled;
    private boolean done;
    private @Nullable Thread worker;
    private @Nullable ByteStream stream;

    Task(String requestId, ByteStreams streams, Supplier<@Nullable Outbox> outbox) {
        this.requestId = requestId;
        this.streams = streams;
        this.outbox = outbox;
    }

    /** To be called on the thread that does the work; returns false when it was cancelled before. */
    synchronized boolean begin() {
        worker = Thread.currentThread();
        return !cancelled;
    }

    /** From here on nothing interrupts the thread. */
    synchronized void end() {
        done = true;
        worker = null;
        // A cancel may have come after the work's last wait; it must not hit what the thread does next.
        boolean unused = Thread.interrupted();
    }

    void cancel() {
        ByteStream open;
        synchronized (this) {
            if (done) {
                return;
            }
            cancelled = true;
            open = stream;
            if (worker != null) {
                worker.interrupt();
            }
        }
        if (open != null) {
            open.abort();
        }
    }

    /** Ends the work without marking it as cancelled by anybody: nobody listens any more. */
    private synchronized void interrupt() {
        if (!done && worker != null) {
            worker.interrupt();
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** @throws CancellationException when nobody wants it any more */
    void check() {
        if (isCancelled()) {
            throw new CancellationException("cancelled");
        }
    }

    /**
     * Dials the request's stream back; it is closed after the answer was sent.
     *
     * @param endsWithStream interrupt the work when the stream is over
     */
    ByteStream dial(String streamId, boolean endsWithStream) throws IOException, InterruptedException {
        ByteStream open = streams.dial(streamId);
        boolean late;
        synchronized (this) {
            stream = open;
            late = cancelled;
        }
        if (late) {
            open.abort();
            throw new CancellationException("cancelled");
        }
        if (endsWithStream) {
            open.whenOver(this::interrupt);
        }
        return open;
    }

    void closeStream() {
        ByteStream open;
        boolean broken;
        synchronized (this) {
            open = stream;
            broken = cancelled;
        }
        if (open == null) {
            return;
        }
        if (broken) {
            open.abort();
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            log.debug("The stream of request {} could not be closed in order", requestId, e);
        }
    }

    void progress(String step, long current, long total) {
        Outbox open = outbox.get();
        if (open != null) {
            boolean unused = open.offer(new Progress(requestId, step, current, total));
        }
    }
}
