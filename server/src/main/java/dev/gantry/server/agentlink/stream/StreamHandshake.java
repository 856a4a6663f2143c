package dev.gantry.server.agentlink.stream;

import dev.gantry.server.host.certificate.HostIdentity;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/** Refuses a stream that no server waits for, and one that another host was asked for. */
@Component
class StreamHandshake implements HandshakeInterceptor {
    static final String STREAM_ID = "gantry.stream-id";
    /** The address of the other server that waits; absent when this one does. */
    static final String WAITING = "gantry.stream-waiting";

    private final Streams streams;

    StreamHandshake(Streams streams) {
        this.streams = streams;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        String path = request.getURI().getPath();
        String id = path.substring(path.lastIndexOf('/') + 1);
        boolean here = attributes.values().stream()
                .filter(HostIdentity.class::isInstance)
                .map(HostIdentity.class::cast)
                .anyMatch(host -> streams.mayDial(id, host.id()));
        if (!here) {
            Optional<String> elsewhere = streams.waitingElsewhere(id);
            if (elsewhere.isEmpty()) {
                response.setStatusCode(HttpStatus.NOT_FOUND);
                return false;
            }
            attributes.put(WAITING, elsewhere.get());
        }
        attributes.put(STREAM_ID, id);
        return true;
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception problem) {}
}
