package dev.gantry.server.access;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** The port that agents dial, and who calls there by its certificate; implemented by the package that opens it. */
public interface AgentPort {
    /** Whether a request that came in on this local port came from an agent. Such a request sees /agent/** and the registry. */
    boolean accepts(int localPort);

    /** The host that the certificate was given to, the system for another server's, null when it is unknown or revoked. */
    @Nullable
    Caller caller(X509Certificate certificate, String address);
}
