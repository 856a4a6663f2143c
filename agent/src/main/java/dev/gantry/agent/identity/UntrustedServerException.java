package dev.gantry.agent.identity;

import java.security.cert.CertificateException;
import java.util.Optional;

/** Whoever answered at the server's address is not the server that this agent belongs to. Nothing was sent to it. */
public final class UntrustedServerException extends CertificateException {
    private static final long serialVersionUID = 1L;

    UntrustedServerException(String why) {
        super(why);
    }

    /** Finds it below the exceptions that TLS wraps around it. */
    public static Optional<UntrustedServerException> in(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof UntrustedServerException untrusted) {
                return Optional.of(untrusted);
            }
        }
        return Optional.empty();
    }
}
