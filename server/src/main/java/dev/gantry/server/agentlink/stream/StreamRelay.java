package dev.gantry.server.agentlink.stream;

import dev.gantry.server.peer.PeerPaths;
import dev.gantry.server.peer.Peers;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

/**
 * A stream that an agent dialled here and another server waits for: bytes and ends are passed on both ways, one frame
 * at a time, so that a slow side makes the other one wait.
 */
final class StreamRelay implements WebSocket.Listener {
    private final UUID hostId;
    private final WebSocketSession agent;
    private volatile @Nullable WebSocket peer;

    private StreamRelay(UUID hostId, WebSocketSession agent) {
        this.hostId = hostId;
        this.agent = agent;
    }

    /** Errors when the other server can't be reached, or waits for the stream no more. */
    static StreamRelay open(Peers peers, String waiting, UUID hostId, String streamId, WebSocketSession agent)
            throws IOException {
        StreamRelay relay = new StreamRelay(hostId, agent);
        relay.peer = peers.open(waiting, PeerPaths.stream(hostId, streamId), relay);
        return relay;
    }

    UUID hostId() {
        return hostId;
    }

    /** Waits until the other server's connection takes the bytes. */
    void fromAgent(ByteBuffer bytes) throws IOException {
        try {
            peer().sendBinary(bytes, true).join();
        } catch (CompletionException e) {
            throw new IOException("The server that waits for the stream has gone", e);
        }
    }

    void agentClosed(CloseStatus status) {
        boolean complete = status.getCode() == CloseStatus.NORMAL.getCode();
        WebSocket open = peer();
        open.sendClose(complete ? WebSocket.NORMAL_CLOSURE : CloseStatus.SERVER_ERROR.getCode(), "")
                .whenComplete((sent, failed) -> {
                    if (failed != null) {
                        open.abort();
                    }
                });
    }

    /** Says to both ends that bytes are missing. */
    void cut() {
        close(CloseStatus.SERVER_ERROR);
        agentClosed(CloseStatus.SERVER_ERROR);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer bytes, boolean last) {
        try {
            agent.sendMessage(new BinaryMessage(bytes, true));
            socket.request(1);
        } catch (IOException | RuntimeException e) {
            socket.abort();
            close(CloseStatus.SERVER_ERROR);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        close(status == WebSocket.NORMAL_CLOSURE ? CloseStatus.NORMAL : CloseStatus.SERVER_ERROR);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        close(CloseStatus.SERVER_ERROR);
    }

    private void close(CloseStatus status) {
        try {
            agent.close(status);
        } catch (IOException | RuntimeException e) {
            // It is gone already.
        }
    }

    private WebSocket peer() {
        return Objects.requireNonNull(peer, "open");
    }
}
