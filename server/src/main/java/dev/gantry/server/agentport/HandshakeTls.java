package dev.gantry.server.agentport;

import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLUtil;
import org.apache.tomcat.util.net.jsse.JSSEImplementation;
import org.apache.tomcat.util.net.jsse.JSSEUtil;

/**
 * TLS whose clients show their certificate in the handshake or never. Tomcat warns at each start that the JDK can't ask
 * for one later (RFC 8446, 4.6.2), which nothing here does.
 */
public final class HandshakeTls extends JSSEImplementation {
    @Override
    public SSLUtil getSSLUtil(SSLHostConfigCertificate certificate) {
        return new JSSEUtil(certificate, false);
    }
}
