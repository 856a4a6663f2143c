package dev.gantry.engine.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads its source on a thread of its own, a few blocks ahead: decompressing takes as long as hashing and writing, so
 * the two share the time. What the source throws comes out here. Closing waits for the thread and closes the source.
 */
final class ReadAhead extends InputStream {
    private static final int BLOCK = 256 << 10;
    private static final int BLOCKS = 4;
    /** Milliseconds until a closing reader makes room for the thread once more. */
    private static final long PATIENCE = 5;

    private final InputStream source;
    private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(BLOCKS + 2);
    private final Thread thread;
    private volatile boolean closed;
    private Block current = new Block(new byte[0], 0, null);
    private int position;

    ReadAhead(InputStream source) {
        this.source = source;
        this.thread = new Thread(this::fill, "layer-read-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    /** @param length -1 at the end, which may be a failure */
    private record Block(byte[] bytes, int length, @Nullable Throwable failure) {}

    private void fill() {
        Block last;
        try {
            while (!closed) {
                byte[] reused = empty.poll();
                byte[] bytes = reused == null ? new byte[BLOCK] : reused;
                int length = source.readNBytes(bytes, 0, bytes.length);
                if (length == 0) {
                    break;
                }
                full.put(new Block(bytes, length, null));
            }
            last = new Block(new byte[0], -1, null);
        } catch (InterruptedException | IOException | RuntimeException | Error e) {
            last = new Block(new byte[0], -1, e);
        }
        try {
            full.put(last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == current.length) {
            next();
        }
        if (current.length < 0) {
            rethrow(current.failure);
            return -1;
        }
        int n = Math.min(length, current.length - position);
        System.arraycopy(current.bytes, position, target, offset, n);
        position += n;
        return n;
    }

    private void next() throws IOException {
        if (current.length > 0) {
            empty.offer(current.bytes);
        }
        position = 0;
        try {
            current = full.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a layer was read");
        }
    }

    private static void rethrow(@Nullable Throwable failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure != null) {
            throw new IOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            full.clear();
            try {
                thread.join(PATIENCE);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        source.close();
    }
}
