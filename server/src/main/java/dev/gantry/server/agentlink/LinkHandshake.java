package dev.gantry.server.agentlink;

import dev.gantry.server.host.certificate.AgentCaller;
import dev.gantry.server.host.certificate.HostIdentity;
import dev.gantry.server.platform.problem.ProblemException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.server.HandshakeInterceptor;

/** Lets only hosts with a good certificate open a WebSocket, and notes which host it is. */
@Component
public class LinkHandshake implements HandshakeInterceptor {
    private static final String HOST = "gantry.host";

    private final AgentCaller caller;

    LinkHandshake(AgentCaller caller) {
        this.caller = caller;
    }

    public static HostIdentity host(WebSocketSession session) {
        return (HostIdentity) Objects.requireNonNull(session.getAttributes().get(HOST));
    }

    /** For a WebSocket that another server opens for a host. */
    public static void speaksFor(UUID hostId, Map<String, Object> attributes) {
        attributes.put(HOST, new HostIdentity(hostId, hostId.toString(), ""));
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        try {
            attributes.put(HOST, caller.require(((ServletServerHttpRequest) request).getServletRequest()));
            return true;
        } catch (ProblemException e) {
            response.setStatusCode(HttpStatus.UNAUTHORIZED);
            return false;
        }
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception problem) {}
}
