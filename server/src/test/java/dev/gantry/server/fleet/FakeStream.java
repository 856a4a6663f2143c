package dev.gantry.server.fleet;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The agent's end of a byte stream: keeps what comes. */
final class FakeStream implements WebSocket.Listener {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final CompletableFuture<Integer> end = new CompletableFuture<>();

    @Override
    public synchronized @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
        byte[] chunk = new byte[part.remaining()];
        part.get(chunk);
        bytes.writeBytes(chunk);
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        end.complete(status);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        end.complete(-1);
    }

    /** Waits for the end. */
    byte[] all() {
        end.orTimeout(30, TimeUnit.SECONDS).join();
        synchronized (this) {
            return bytes.toByteArray();
        }
    }
}
