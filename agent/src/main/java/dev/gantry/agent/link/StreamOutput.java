package dev.gantry.agent.link;

import dev.gantry.protocol.Protocol;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * The writing side. One send is under way at a time, as a JDK WebSocket demands; what is written meanwhile gathers and
 * goes with the next one. So a quiet log arrives line by line and a loud one in full frames, without a timer.
 */
final class StreamOutput extends OutputStream {
    private final byte[] gathered = new byte[Protocol.STREAM_CHUNK_BYTES];
    private int length;
    private boolean sending;
    private @Nullable WebSocket socket;
    private @Nullable IOException failure;

    synchronized void begin(WebSocket open) {
        socket = open;
    }

    synchronized void fail(IOException why) {
        if (failure == null) {
            failure = why;
        }
        notifyAll();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int count) throws IOException {
        int done = 0;
        while (done < count) {
            done += gather(source, offset + done, count - done);
            if (claim()) {
                // Not on this thread: it shall gather the next bytes while these are encrypted and sent.
                ForkJoinPool.commonPool().execute(this::pump);
            }
        }
    }

    /** Whether the caller now has to see to the sending. */
    private synchronized boolean claim() {
        boolean free = !sending && failure == null && length > 0;
        sending |= free;
        return free;
    }

    private synchronized int gather(byte[] source, int offset, int count) throws IOException {
        check();
        while (length == gathered.length) {
            pause();
            check();
        }
        int part = Math.min(count, gathered.length - length);
        System.arraycopy(source, offset, gathered, length, part);
        length += part;
        return part;
    }

    /** Waits until all that was written has left. */
    synchronized void drain() throws IOException {
        while (failure == null && (sending || length > 0)) {
            pause();
        }
        check();
    }

    /** Sends what has gathered, until there is nothing; whoever calls it has the claim. */
    private void pump() {
        CompletableFuture<WebSocket> send = next();
        while (send != null) {
            if (!send.isDone() || send.isCompletedExceptionally()) {
                send.whenComplete((open, error) -> {
                    if (error != null) {
                        fail(new IOException("the byte stream broke: " + error, error));
                    } else {
                        pump();
                    }
                });
                return;
            }
            send = next();
        }
    }

    private synchronized @Nullable CompletableFuture<WebSocket> next() {
        WebSocket open = socket;
        if (failure != null || length == 0 || open == null) {
            sending = false;
            notifyAll();
            return null;
        }
        ByteBuffer frame = ByteBuffer.allocate(length).put(gathered, 0, length).flip();
        length = 0;
        notifyAll();
        return open.sendBinary(frame, true);
    }

    private void pause() throws InterruptedIOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("writing the byte stream was interrupted");
        }
    }

    private void check() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }
}
