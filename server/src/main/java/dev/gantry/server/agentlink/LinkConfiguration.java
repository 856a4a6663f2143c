package dev.gantry.server.agentlink;

import dev.gantry.protocol.Protocol;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** Puts the WebSockets at their paths. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class LinkConfiguration implements WebSocketConfigurer {
    private final ObjectProvider<LinkHandler> links;
    private final ObjectProvider<StreamHandler> streams;
    private final ObjectProvider<LinkHandshake> handshake;
    private final ObjectProvider<StreamHandshake> streamHandshake;

    LinkConfiguration(
            ObjectProvider<LinkHandler> links,
            ObjectProvider<StreamHandler> streams,
            ObjectProvider<LinkHandshake> handshake,
            ObjectProvider<StreamHandshake> streamHandshake) {
        this.links = links;
        this.streams = streams;
        this.handshake = handshake;
        this.streamHandshake = streamHandshake;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(links.getObject(), Protocol.LINK_PATH).addInterceptors(handshake.getObject());
        registry.addHandler(streams.getObject(), Protocol.STREAM_PATH + "*")
                .addInterceptors(handshake.getObject(), streamHandshake.getObject());
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
