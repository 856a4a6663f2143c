package dev.gantry.server.agentport;

import dev.gantry.server.authority.CertificateAuthority;
import dev.gantry.server.authority.ServerIdentity;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Opens the agent port beside the browser's, once all else has started. A client certificate is asked for, not
 * demanded: a host that joins has none yet.
 */
@Component
public class AgentConnector implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(AgentConnector.class);
    private static final String REQUEST_MILLIS = "20000";

    private final ApplicationContext context;
    private final AgentPortProperties properties;
    private final CertificateAuthority authority;
    private volatile @Nullable Connector connector;
    /** Known before the port opens and until the process ends, so that at no moment it passes for the UI's port. */
    private volatile int servedPort;

    AgentConnector(ApplicationContext context, AgentPortProperties properties, CertificateAuthority authority) {
        this.context = context;
        this.properties = properties;
        this.authority = authority;
    }

    @Override
    public void start() {
        if (!(context instanceof WebServerApplicationContext web)
                || !(web.getWebServer() instanceof TomcatWebServer server)) {
            return;
        }
        Connector opened = connector();
        servedPort = properties.port();
        server.getTomcat().getService().addConnector(opened);
        if (opened.getState() != LifecycleState.STARTED) {
            throw new IllegalStateException("Port " + properties.port() + " on " + properties.address()
                    + " can't be opened for agents; is it in use? Choose another with gantry.agent-port.port");
        }
        servedPort = opened.getLocalPort();
        connector = opened;
        LOG.info("Agents are served on port {} of {}", opened.getLocalPort(), properties.address());
    }

    private Connector connector() {
        Connector fresh = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        fresh.setPort(properties.port());
        fresh.setScheme("https");
        fresh.setSecure(true);
        fresh.setProperty("address", properties.address());
        fresh.setProperty("SSLEnabled", "true");
        fresh.setProperty("sslImplementationName", HandshakeTls.class.getName());
        fresh.setProperty("connectionTimeout", REQUEST_MILLIS);
        fresh.setThrowOnFailure(true);
        fresh.addSslHostConfig(tls());
        return fresh;
    }

    private SSLHostConfig tls() {
        ServerIdentity identity = ServerIdentity.issue(authority, names());
        SSLHostConfig tls = new SSLHostConfig();
        tls.setProtocols("TLSv1.3");
        tls.setCertificateVerification("optional");
        tls.setTrustStore(identity.trusted());
        SSLHostConfigCertificate shown = new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.EC);
        shown.setCertificateKeystore(identity.keys());
        shown.setCertificateKeystorePassword(ServerIdentity.PASSWORD);
        shown.setCertificateKeyPassword(ServerIdentity.PASSWORD);
        shown.setCertificateKeyAlias(ServerIdentity.ALIAS);
        tls.addCertificate(shown);
        return tls;
    }

    /** By which names and addresses this machine may be dialled. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(OwnAddresses.all());
        if (properties.advertise() != null && !properties.advertise().isEmpty()) {
            names.add(properties.advertise());
        }
        return names;
    }

    /** A server that runs for months shows a fresh certificate long before the old one ends. */
    @Scheduled(fixedRateString = "P30D", initialDelayString = "P30D")
    void renew() {
        Connector open = connector;
        if (open != null && open.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
            protocol.addSslHostConfig(tls(), true);
        }
    }

    /** The port for agents, 0 before it is known. */
    public int localPort() {
        return servedPort;
    }

    /** Host and port as a join line names them. */
    public String advertised() {
        String host = properties.advertise();
        if (host == null || host.isEmpty()) {
            host = OwnAddresses.routable().stream().findFirst().orElse("127.0.0.1");
        }
        int port = localPort() > 0 ? localPort() : properties.port();
        return dialled(host, port);
    }

    /** Host and port as other servers dial them; null before the port is open. */
    public @Nullable String peerAddress() {
        Connector open = connector;
        if (open == null) {
            return null;
        }
        String host = properties.peer();
        if (host == null || host.isEmpty()) {
            host = OwnAddresses.isAny(properties.address())
                    ? OwnAddresses.routable().stream().findFirst().orElse("127.0.0.1")
                    : properties.address();
        }
        return dialled(host, open.getLocalPort());
    }

    /** Host and port as one text; an IPv6 address gets its brackets. */
    public static String dialled(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** The web server closes all its connectors itself. */
    @Override
    public void stop() {
        connector = null;
    }

    @Override
    public boolean isRunning() {
        return connector != null;
    }

    /** After the web server, whose phase is 2048 and 1024 below the top. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
