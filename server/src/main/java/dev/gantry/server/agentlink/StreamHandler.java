package dev.gantry.server.agentlink;

import dev.gantry.protocol.Protocol;
import dev.gantry.server.host.certificate.HostIdentity;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.standard.StandardWebSocketSession;
import org.springframework.web.socket.handler.BinaryWebSocketHandler;

/** The server's end of byte streams. */
@Component
class StreamHandler extends BinaryWebSocketHandler {
    private static final String STREAM = "gantry.stream";
    /** How long a peer may take nothing of what is written to it, in ms. */
    private static final long STALLED_MILLIS = 120_000;

    private static final String STALLED_PROPERTY = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    private final Streams streams;

    StreamHandler(Streams streams) {
        this.streams = streams;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) throws Exception {
        HostIdentity host = LinkHandshake.host(session);
        String id = (String) Objects.requireNonNull(session.getAttributes().get(StreamHandshake.STREAM_ID));
        Optional<Streams.Expected> expected = streams.take(id, host.id());
        if (expected.isEmpty()) {
            session.close(CloseStatus.POLICY_VIOLATION.withReason("nobody waits for this stream"));
            return;
        }
        session.setBinaryMessageSizeLimit(Protocol.STREAM_CHUNK_BYTES);
        if (session instanceof StandardWebSocketSession standard) {
            Session peer = standard.getNativeSession();
            peer.getUserProperties().put(STALLED_PROPERTY, STALLED_MILLIS);
        }
        ByteStream stream = new ByteStream(host.id(), session);
        session.getAttributes().put(STREAM, stream);
        streams.opened(stream);
        expected.get().complete(stream);
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message) throws Exception {
        ByteStream stream = stream(session);
        ByteBuffer payload = message.getPayload();
        ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
        if (stream != null && !stream.pipe().put(copy)) {
            session.close(CloseStatus.NORMAL);
        }
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        ByteStream stream = stream(session);
        if (stream != null) {
            stream.pipe().finish(status.getCode() == CloseStatus.NORMAL.getCode());
            streams.closed(stream);
        }
    }

    private static @Nullable ByteStream stream(WebSocketSession session) {
        return (ByteStream) session.getAttributes().get(STREAM);
    }
}
