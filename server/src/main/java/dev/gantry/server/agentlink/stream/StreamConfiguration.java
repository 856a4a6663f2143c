package dev.gantry.server.agentlink.stream;

import dev.gantry.protocol.Protocol;
import dev.gantry.server.agentlink.LinkHandshake;
import dev.gantry.server.peer.PeerPaths;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** Puts the byte streams at their paths: those that agents dial, and those that other servers pass on. */
@Configuration(proxyBeanMethods = false)
class StreamConfiguration implements WebSocketConfigurer {
    private final ObjectProvider<StreamHandler> streams;
    private final ObjectProvider<LinkHandshake> agents;
    private final ObjectProvider<StreamHandshake> handshake;

    StreamConfiguration(
            ObjectProvider<StreamHandler> streams,
            ObjectProvider<LinkHandshake> agents,
            ObjectProvider<StreamHandshake> handshake) {
        this.streams = streams;
        this.agents = agents;
        this.handshake = handshake;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(streams.getObject(), Protocol.STREAM_PATH + "*")
                .addInterceptors(agents.getObject(), handshake.getObject());
        registry.addHandler(streams.getObject(), PeerPaths.STREAMS + "*/*")
                .addInterceptors(new PeerHandshake(), handshake.getObject());
    }
}
