package dev.gantry.server.agentlink;

import dev.gantry.protocol.Protocol;
import dev.gantry.server.peer.PeerPaths;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** Puts the links at their paths: agents' own, and those of other servers that ask for a host. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class LinkConfiguration implements WebSocketConfigurer {
    private final ObjectProvider<LinkHandler> links;
    private final ObjectProvider<PeerHandler> peers;
    private final ObjectProvider<LinkHandshake> handshake;

    LinkConfiguration(
            ObjectProvider<LinkHandler> links,
            ObjectProvider<PeerHandler> peers,
            ObjectProvider<LinkHandshake> handshake) {
        this.links = links;
        this.peers = peers;
        this.handshake = handshake;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(links.getObject(), Protocol.LINK_PATH).addInterceptors(handshake.getObject());
        registry.addHandler(peers.getObject(), PeerPaths.REQUESTS + "*");
    }

    @Bean
    @ConditionalOnMissingBean
    static Ticks ticks() {
        return System::nanoTime;
    }

    @Bean
    static ServerVersion serverVersion() {
        return ServerVersion.running();
    }
}
