package dev.gantry.agent.link;

import dev.gantry.protocol.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The reading side: a queue between the connection's thread and one reader. More is asked for only while there is room,
 * so that at most {@link #LIMIT} bytes wait here, whatever the sender does.
 */
final class StreamInput extends InputStream {
    static final int LIMIT = 1 << 20;

    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private final Runnable askForMore;
    private int bytes;
    private boolean asked;
    private boolean finished;
    private boolean discarding;
    private @Nullable IOException failure;

    /** @param askForMore lets one more {@link #accept} come */
    StreamInput(Runnable askForMore) {
        this.askForMore = askForMore;
    }

    void begin() {
        askIfRoom();
    }

    /** Takes over a copy; the buffer belongs to the connection. */
    void accept(ByteBuffer data) {
        synchronized (this) {
            asked = false;
            if (data.hasRemaining() && !discarding) {
                ByteBuffer copy =
                        ByteBuffer.allocate(data.remaining()).put(data).flip();
                bytes += copy.remaining();
                waiting.add(copy);
                notifyAll();
            }
        }
        askIfRoom();
    }

    private void askIfRoom() {
        synchronized (this) {
            if (asked || finished || failure != null || bytes + Protocol.STREAM_CHUNK_BYTES > LIMIT) {
                return;
            }
            asked = true;
        }
        askForMore.run();
    }

    /** All has come. */
    synchronized void finish() {
        finished = true;
        notifyAll();
    }

    /** Nothing more comes; what came is still readable. Without effect after the end. */
    synchronized void fail(IOException why) {
        if (!finished && failure == null) {
            failure = why;
        }
        notifyAll();
    }

    /** Nobody reads any more: what still comes is dropped, until the connection is over. */
    void discard() {
        synchronized (this) {
            discarding = true;
            waiting.clear();
            bytes = 0;
        }
        askIfRoom();
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
        int count = take(target, offset, length);
        askIfRoom();
        return count;
    }

    private synchronized int take(byte[] target, int offset, int length) throws IOException {
        ByteBuffer head = waiting.peek();
        while (head == null) {
            if (finished) {
                return -1;
            }
            if (failure != null) {
                throw new IOException(failure.getMessage(), failure);
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("reading the byte stream was interrupted");
            }
            head = waiting.peek();
        }
        int count = Math.min(length, head.remaining());
        head.get(target, offset, count);
        bytes -= count;
        if (!head.hasRemaining()) {
            waiting.remove();
        }
        return count;
    }

    @Override
    public synchronized int available() {
        return bytes;
    }
}
