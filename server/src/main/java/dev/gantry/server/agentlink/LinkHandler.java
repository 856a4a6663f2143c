package dev.gantry.server.agentlink;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.ServerMessage;
import dev.gantry.server.host.HostView;
import dev.gantry.server.host.certificate.HostCertificates;
import dev.gantry.server.host.certificate.HostIdentity;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads control links. Frames come in parts and are put together here, so that an idle link keeps no large buffer. */
@Component
class LinkHandler extends TextWebSocketHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LinkHandler.class);
    private static final String STATE = "gantry.link";
    private static final int SEND_MILLIS = 10_000;
    private static final int SEND_BUFFER = 4 * Protocol.MAX_MESSAGE_BYTES;

    private final AgentLinks links;
    private final ObjectProvider<LinkListener> listener;
    private final HostCertificates certificates;
    private final ServerVersion version;
    private final Ticks ticks;
    private final Clock clock;
    private final JsonMapper json = ProtocolMapper.create();

    LinkHandler(
            AgentLinks links,
            ObjectProvider<LinkListener> listener,
            HostCertificates certificates,
            ServerVersion version,
            Ticks ticks,
            Clock clock) {
        this.links = links;
        this.listener = listener;
        this.certificates = certificates;
        this.version = version;
        this.ticks = ticks;
        this.clock = clock;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        HostIdentity host = LinkHandshake.host(session);
        WebSocketSession sender = new ConcurrentWebSocketSessionDecorator(session, SEND_MILLIS, SEND_BUFFER);
        AgentLink link = new AgentLink(host, sender, json, now());
        session.getAttributes().put(STATE, new State(link));
        links.opened(link);
        // The host may have been removed between the handshake and the line above, which nobody would tell this link.
        if (!certificates.good(host)) {
            link.close(AgentLinks.REMOVED);
        }
    }

    @Override
    public boolean supportsPartialMessages() {
        return true;
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage part) {
        State state = state(session);
        if (state == null) {
            return;
        }
        state.link.heard(now());
        if (state.text.length() + part.getPayloadLength() > Protocol.MAX_MESSAGE_BYTES) {
            refuse(state, CloseStatus.TOO_BIG_TO_PROCESS);
            return;
        }
        state.text.append(part.getPayload());
        if (!part.isLast()) {
            return;
        }
        String text = state.text.toString();
        state.text = new StringBuilder();
        state.link.busy(true);
        try {
            handle(state, json.readValue(text, AgentMessage.class));
        } catch (JacksonException e) {
            LOG.warn("Host {} sent what is no message: {}", state.link.hostName(), e.getOriginalMessage());
            refuse(state, CloseStatus.BAD_DATA);
        } catch (RuntimeException e) {
            LOG.warn("A message of host {} could not be handled; it shall say hello again", state.link.hostName(), e);
            refuse(state, CloseStatus.SERVER_ERROR);
        } finally {
            state.link.heard(now());
            state.link.busy(false);
        }
    }

    private void handle(State state, @Nullable AgentMessage message) {
        AgentLink link = state.link;
        if (message instanceof AgentMessage.Hello hello) {
            hello(state, hello);
        } else if (!state.greeted || message == null) {
            refuse(state, CloseStatus.PROTOCOL_ERROR.withReason("hello comes first"));
        } else if (message instanceof AgentMessage.Heartbeat beat) {
            link.load(new HostView.Load(beat.load1(), beat.memoryAvailableBytes(), beat.diskAvailableBytes()));
        } else if (message instanceof AgentMessage.FactsReport facts) {
            listener.getObject().facts(link, facts.facts());
        } else if (message instanceof AgentMessage.ContainerReport report) {
            listener.getObject().containers(link, report);
        } else if (message instanceof AgentMessage.ImageReport report) {
            listener.getObject().images(link, report);
        } else if (message instanceof AgentMessage.Progress progress) {
            link.progressed(progress);
        } else if (message instanceof AgentMessage.Response response) {
            link.answered(response);
        }
    }

    /** The first hello opens the link; a later one asks for the full set of assignments again. */
    private void hello(State state, AgentMessage.Hello hello) {
        AgentLink link = state.link;
        if (Math.abs(hello.protocolVersion() - Protocol.VERSION) > 1) {
            refuse(state, CloseStatus.POLICY_VIOLATION.withReason("this server speaks protocol " + Protocol.VERSION));
            return;
        }
        if (!state.greeted) {
            state.greeted = true;
            certificates.supersede(state.identity());
            links.add(link);
            link.onDrop(() -> listener.getObject().closed(link));
        }
        link.send(new ServerMessage.Welcome(
                Protocol.VERSION, version.text(), link.hostId().toString(), link.hostName()));
        listener.getObject().opened(link, hello);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        State state = state(session);
        if (state == null) {
            return;
        }
        LOG.info("The link of host {} ended: {}", state.link.hostName(), status);
        if (links.remove(state.link)) {
            state.link.dropped();
        }
    }

    @Override
    public void handleTransportError(WebSocketSession session, Throwable cause) {
        LOG.debug("The link of a host broke", cause);
    }

    private static void refuse(State state, CloseStatus status) {
        state.link.close(status);
    }

    private static @Nullable State state(WebSocketSession session) {
        return (State) session.getAttributes().get(STATE);
    }

    private AgentLink.Heard now() {
        return new AgentLink.Heard(ticks.nanos(), clock.instant());
    }

    private static final class State {
        private final AgentLink link;
        private StringBuilder text = new StringBuilder();
        private boolean greeted;

        State(AgentLink link) {
            this.link = link;
        }

        HostIdentity identity() {
            return link.identity();
        }
    }
}
