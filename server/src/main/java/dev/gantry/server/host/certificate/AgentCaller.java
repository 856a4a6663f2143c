package dev.gantry.server.host.certificate;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells from a request on the agent port whose agent calls; nothing in the request itself is believed. */
@Component
public class AgentCaller {
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final HostCertificates certificates;

    AgentCaller(HostCertificates certificates) {
        this.certificates = certificates;
    }

    /** Errors with UNAUTHENTICATED when no good certificate was shown. */
    public HostIdentity require(HttpServletRequest request) {
        return certificates
                .identify(shown(request))
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.UNAUTHENTICATED,
                        "Call " + request.getRequestURI(),
                        "no certificate of a host of this server was shown",
                        "Join this host again with a fresh join line if it should belong to this server."));
    }

    private static @Nullable X509Certificate shown(HttpServletRequest request) {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? chain[0]
                : null;
    }
}
