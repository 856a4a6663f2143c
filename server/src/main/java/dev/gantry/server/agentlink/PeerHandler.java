package dev.gantry.server.agentlink;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.ServerMessage;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import tools.jackson.databind.json.JsonMapper;

/** Requests of other servers to hosts whose links this one holds. A connection that ends takes its request with it. */
@Component
class PeerHandler extends TextWebSocketHandler {
    private static final Logger LOG = LoggerFactory.getLogger(PeerHandler.class);
    private static final String ASKED = "gantry.asked";
    private static final int MOST_CHARS = 64 << 10;
    private static final int SEND_MILLIS = 10_000;
    private static final int SEND_BUFFER = 16 << 20;

    private final AgentLinks links;
    private final JsonMapper json = ProtocolMapper.create();

    PeerHandler(AgentLinks links) {
        this.links = links;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        session.setTextMessageSizeLimit(MOST_CHARS);
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage text) {
        ServerMessage message = json.readValue(text.getPayload(), ServerMessage.class);
        if (message instanceof ServerMessage.Request request && asked(session) == null) {
            ask(session, request);
        } else if (message instanceof ServerMessage.Cancel) {
            cancel(session);
        }
    }

    private void ask(WebSocketSession session, ServerMessage.Request request) {
        String path = Objects.requireNonNull(session.getUri(), "a handshake's address")
                .getPath();
        String host = path.substring(path.lastIndexOf('/') + 1);
        WebSocketSession sender = new ConcurrentWebSocketSessionDecorator(session, SEND_MILLIS, SEND_BUFFER);
        String id = request.requestId();
        try {
            AgentLink link = links.find(UUID.fromString(host)).orElseThrow(() -> AgentLink.unreachable(host));
            PendingRequest asked = link.request(
                    request.body(),
                    seen -> send(sender, new AgentMessage.Progress(id, seen.step(), seen.current(), seen.total())));
            session.getAttributes().put(ASKED, asked);
            asked.answer().whenComplete((answer, problem) -> answer(sender, id, answer, problem));
        } catch (ProblemException e) {
            answer(sender, id, null, e);
        }
    }

    private void answer(
            WebSocketSession sender, String id, AgentMessage.@Nullable Response answer, @Nullable Throwable problem) {
        if (answer != null) {
            send(sender, new AgentMessage.Response(id, null, answer.image(), answer.document()));
        } else {
            ProblemException refused = problem instanceof ProblemException known
                    ? known
                    : new ProblemException(
                            ErrorCode.INTERNAL,
                            "Ask a host",
                            "an unexpected error: " + problem,
                            "Look at the server's log.");
            send(sender, new AgentMessage.Response(id, refused.problem(), null, null));
        }
        close(sender);
    }

    private void send(WebSocketSession sender, AgentMessage message) {
        try {
            sender.sendMessage(
                    new TextMessage(json.writerFor(AgentMessage.class).writeValueAsString(message)));
        } catch (IOException | RuntimeException e) {
            LOG.debug("The server that asked has gone", e);
            close(sender);
        }
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        cancel(session);
    }

    private static void cancel(WebSocketSession session) {
        PendingRequest asked = asked(session);
        if (asked != null) {
            try {
                asked.cancel().run();
            } catch (ProblemException gone) {
                LOG.debug("The host has gone, too", gone);
            }
        }
    }

    private static @Nullable PendingRequest asked(WebSocketSession session) {
        return (PendingRequest) session.getAttributes().get(ASKED);
    }

    private static void close(WebSocketSession session) {
        try {
            session.close(CloseStatus.NORMAL);
        } catch (IOException | RuntimeException e) {
            // It is gone already.
        }
    }
}
