package dev.gantry.oci.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer while it comes, a few buffers ahead of its reader. Unlike the JDK's own stream it fails when no
 * byte came for too long, and an interrupt ends it at once. For one reader.
 */
final class BodyStream extends InputStream implements HttpResponse.BodySubscriber<InputStream> {
    /** Lists of buffers, of which the JDK fills one of 16 KiB with each read of a socket. */
    private static final int AHEAD = 16;

    private final Duration stall;
    private final LinkedBlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final Deque<ByteBuffer> current = new ArrayDeque<>();
    private volatile boolean closed;
    private @Nullable Piece last;

    BodyStream(Duration stall) {
        this.stall = stall;
    }

    /** @param end whether nothing follows, because of the failure if there is one */
    private record Piece(
            List<ByteBuffer> buffers, boolean end, @Nullable Throwable failure) {}

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        if (closed || !subscription.complete(newSubscription)) {
            newSubscription.cancel();
            return;
        }
        newSubscription.request(AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Piece(buffers, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        pieces.add(new Piece(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece(List.of(), true, null));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            ByteBuffer buffer = current.peek();
            if (buffer == null) {
                if ((done > 0 && pieces.isEmpty()) || !next()) {
                    break;
                }
            } else {
                int n = Math.min(length - done, buffer.remaining());
                buffer.get(target, offset + done, n);
                done += n;
                if (!buffer.hasRemaining()) {
                    current.remove();
                }
            }
        }
        return done > 0 || length == 0 ? done : -1;
    }

    /** @return whether there may be more */
    private boolean next() throws IOException {
        Piece piece = last != null ? last : take();
        if (piece.end()) {
            last = piece;
            if (piece.failure() != null) {
                throw new IOException("the connection broke: " + piece.failure().getMessage(), piece.failure());
            }
            return false;
        }
        current.addAll(piece.buffers());
        subscription.join().request(1);
        return true;
    }

    private Piece take() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        try {
            Piece piece = pieces.poll(stall.toNanos(), TimeUnit.NANOSECONDS);
            if (piece != null) {
                return piece;
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a registry's answer was read");
        }
        close();
        throw new IOException("no byte came for " + stall.toSeconds() + " s");
    }

    @Override
    public void close() {
        closed = true;
        current.clear();
        Flow.Subscription open = subscription.getNow(null);
        if (open != null) {
            open.cancel();
        }
        pieces.add(new Piece(List.of(), true, new IOException("the stream is closed")));
    }
}
