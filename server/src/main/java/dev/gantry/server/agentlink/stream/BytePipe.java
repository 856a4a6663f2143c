package dev.gantry.server.agentlink.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Bytes from a stream's thread to a reader's, at most 1 MiB on the way: a slow reader makes the sender wait. */
final class BytePipe extends InputStream {
    static final int MAX_BYTES = 1 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<ByteBuffer> chunks = new ArrayDeque<>();
    private int held;
    private boolean readerGone;
    private @Nullable End end;

    /** Waits for room. False when nobody reads any more. */
    boolean put(ByteBuffer chunk) throws InterruptedException {
        lock.lock();
        try {
            while (held > 0 && held + chunk.remaining() > MAX_BYTES && !readerGone) {
                changed.await(1, TimeUnit.SECONDS);
            }
            if (readerGone) {
                return false;
            }
            if (chunk.hasRemaining()) {
                held += chunk.remaining();
                chunks.add(chunk);
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** @param complete whether the writer said that it wrote all */
    void finish(boolean complete) {
        lock.lock();
        try {
            if (end == null) {
                end = complete ? End.COMPLETE : End.CUT;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Errors when the stream was cut before its writer ended it. */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        lock.lock();
        try {
            while (chunks.isEmpty()) {
                if (readerGone || end == End.COMPLETE) {
                    return -1;
                }
                if (end == End.CUT) {
                    throw new IOException("The host's stream was cut before its end");
                }
                changed.await();
            }
            ByteBuffer first = chunks.element();
            int count = Math.min(length, first.remaining());
            first.get(into, offset, count);
            held -= count;
            if (!first.hasRemaining()) {
                chunks.remove();
            }
            changed.signalAll();
            return count;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while reading a host's stream", e);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for bytes or the end; false when neither came in time. */
    boolean await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (chunks.isEmpty() && end == null && !readerGone) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            readerGone = true;
            chunks.clear();
            held = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private enum End {
        COMPLETE,
        CUT
    }
}
