package dev.gantry.server.registry;

import dev.gantry.server.agentport.AgentConnector;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Which registry in an image's name is the built-in one: the address at which this server is asked just now, one of its
 * machine's with the same port, and what a setting names.
 */
@Component
public class OwnRegistry {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final OwnRegistryProperties properties;
    private final AgentConnector agentPort;

    OwnRegistry(OwnRegistryProperties properties, AgentConnector agentPort) {
        this.properties = properties;
        this.agentPort = agentPort;
    }

    /** The registry as it stands in an image's name, for whoever asks here. A bare word would be a part of Docker Hub. */
    public static String nameAt(HttpServletRequest request) {
        String host = request.getServerName();
        boolean bare = host.indexOf('.') < 0 && host.indexOf(':') < 0 && !host.equals("localhost");
        return !bare && request.getServerPort() == usualPort(request) ? host : host + ":" + request.getServerPort();
    }

    /** @param registry as in a reference */
    boolean isNamed(String registry) {
        return properties.names().stream().anyMatch(registry::equalsIgnoreCase) || isAskedAt(registry);
    }

    private boolean isAskedAt(String registry) {
        if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
            return false;
        }
        HttpServletRequest request = attributes.getRequest();
        String asked = request.getServerName() + ":" + request.getServerPort();
        return asked.equalsIgnoreCase(withPort(registry, usualPort(request)))
                || agentPort.names().stream()
                        .map(name -> AgentConnector.dialled(name, request.getLocalPort()))
                        .anyMatch(registry::equalsIgnoreCase);
    }

    private static int usualPort(HttpServletRequest request) {
        return request.isSecure() ? HTTPS : HTTP;
    }

    private static String withPort(String registry, int usual) {
        return registry.indexOf(':', registry.indexOf(']') + 1) < 0 ? registry + ":" + usual : registry;
    }
}
