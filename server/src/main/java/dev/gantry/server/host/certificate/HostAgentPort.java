package dev.gantry.server.host.certificate;

import dev.gantry.server.access.AgentPort;
import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Callers;
import dev.gantry.server.agentport.AgentConnector;
import dev.gantry.server.authority.CertificateAuthority;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells the security chain which port is the agents' and which host a certificate speaks for. */
@Component
class HostAgentPort implements AgentPort {
    private final AgentConnector connector;
    private final HostCertificates certificates;
    private final CertificateAuthority authority;

    HostAgentPort(AgentConnector connector, HostCertificates certificates, CertificateAuthority authority) {
        this.connector = connector;
        this.authority = authority;
        this.certificates = certificates;
    }

    @Override
    public boolean accepts(int localPort) {
        return localPort == connector.localPort();
    }

    @Override
    public @Nullable Caller caller(X509Certificate certificate, String address) {
        if (authority.isServer(certificate)) {
            return Callers.system();
        }
        return certificates
                .identify(certificate)
                .map(host -> Callers.host(host.id(), host.name(), address))
                .orElse(null);
    }
}
