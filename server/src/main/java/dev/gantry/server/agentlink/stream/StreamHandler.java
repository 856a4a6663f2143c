package dev.gantry.server.agentlink.stream;

import dev.gantry.protocol.Protocol;
import dev.gantry.server.agentlink.LinkHandshake;
import dev.gantry.server.host.certificate.HostIdentity;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.standard.StandardWebSocketSession;
import org.springframework.web.socket.handler.BinaryWebSocketHandler;

/** The server's end of byte streams. */
@Component
class StreamHandler extends BinaryWebSocketHandler {
    private static final Logger LOG = LoggerFactory.getLogger(StreamHandler.class);
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
        if (session.getAttributes().get(StreamHandshake.WAITING) instanceof String waiting) {
            relay(session, waiting, host, id);
            return;
        }
        Optional<Streams.Expected> expected = streams.take(id, host.id());
        if (expected.isEmpty()) {
            session.close(CloseStatus.POLICY_VIOLATION.withReason("nobody waits for this stream"));
            return;
        }
        prepare(session);
        ByteStream stream = new ByteStream(host.id(), session);
        session.getAttributes().put(STREAM, stream);
        streams.opened(stream);
        expected.get().complete(stream);
    }

    private void relay(WebSocketSession session, String waiting, HostIdentity host, String id) throws IOException {
        prepare(session);
        try {
            StreamRelay relay = streams.relay(waiting, host.id(), id, session);
            session.getAttributes().put(STREAM, relay);
            // Whoever closed it before the line above did not find what to end with it.
            if (!session.isOpen()) {
                relay.agentClosed(CloseStatus.SERVER_ERROR);
                streams.closed(relay);
            }
        } catch (IOException e) {
            LOG.warn("A stream of host {} can't be passed on to the server at {}", host.name(), waiting, e);
            session.close(CloseStatus.SERVICE_RESTARTED.withReason("the server that waits can't be reached"));
        }
    }

    private static void prepare(WebSocketSession session) {
        session.setBinaryMessageSizeLimit(Protocol.STREAM_CHUNK_BYTES);
        if (session instanceof StandardWebSocketSession standard) {
            Session peer = standard.getNativeSession();
            peer.getUserProperties().put(STALLED_PROPERTY, STALLED_MILLIS);
        }
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message) throws Exception {
        ByteBuffer payload = message.getPayload();
        Object open = session.getAttributes().get(STREAM);
        if (open instanceof StreamRelay relay) {
            relay.fromAgent(payload);
            return;
        }
        ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
        if (open instanceof ByteStream stream && !stream.pipe().put(copy)) {
            session.close(CloseStatus.NORMAL);
        }
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        Object open = session.getAttributes().get(STREAM);
        if (open instanceof ByteStream stream) {
            stream.pipe().finish(status.getCode() == CloseStatus.NORMAL.getCode());
            streams.closed(stream);
        } else if (open instanceof StreamRelay relay) {
            relay.agentClosed(status);
            streams.closed(relay);
        }
    }
}
