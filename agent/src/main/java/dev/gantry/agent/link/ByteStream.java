package dev.gantry.agent.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One dialled-back connection that carries bytes. What is not read yet is bounded, and then TCP holds the sender back;
 * what can't be sent holds the writer back.
 */
public final class ByteStream implements WebSocket.Listener, AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
    /** Completes when the connection is over, for whatever reason. */
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private final StreamInput in = new StreamInput(this::askForMore);
    private final StreamOutput out = new StreamOutput();

    ByteStream() {}

    /** What the server sends, to its orderly end; a connection that breaks before throws. */
    public InputStream in() {
        return in;
    }

    /** What is sent to the server: at once when the connection is idle, in larger pieces when it is not. */
    public OutputStream out() {
        return out;
    }

    /** The action runs once when the connection is over, at once when it is already. */
    public void whenOver(Runnable action) {
        over.thenRun(action);
    }

    /** Sends what is left, says that this was all, and lets go of the connection. */
    @Override
    public void close() throws IOException {
        WebSocket open = socket.join();
        try {
            if (!over.isDone()) {
                out.drain();
                open.sendClose(WebSocket.NORMAL_CLOSURE, "").get(CLOSE_SECONDS, TimeUnit.SECONDS);
                in.discard();
                over.get(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IOException("the byte stream broke at its end: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("the server did not take the byte stream's end", e);
        } finally {
            abort();
        }
    }

    /** Lets go of the connection at once: the server sees it break. */
    public void abort() {
        socket.thenAccept(WebSocket::abort);
        end(new IOException("the byte stream was given up"));
    }

    private void askForMore() {
        socket.thenAccept(open -> open.request(1));
    }

    private void end(IOException why) {
        in.fail(why);
        out.fail(why);
        over.complete(null);
    }

    @Override
    public void onOpen(WebSocket open) {
        out.begin(open);
        socket.complete(open);
        in.begin();
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket open, ByteBuffer data, boolean last) {
        in.accept(data);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket open, CharSequence data, boolean last) {
        end(new IOException("the server sent text on a byte stream"));
        open.abort();
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket open, ByteBuffer message) {
        in.accept(ByteBuffer.allocate(0));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket open, ByteBuffer message) {
        in.accept(ByteBuffer.allocate(0));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket open, int status, String reason) {
        if (status == WebSocket.NORMAL_CLOSURE) {
            in.finish();
        }
        end(new IOException(
                "the server closed the byte stream (" + status + (reason.isEmpty() ? "" : ", " + reason) + ")"));
        return null;
    }

    @Override
    public void onError(WebSocket open, Throwable error) {
        end(new IOException("the byte stream broke: " + error, error));
    }
}
