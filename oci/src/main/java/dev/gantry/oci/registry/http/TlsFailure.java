package dev.gantry.oci.registry.http;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Tells failures of TLS from others. */
public final class TlsFailure {
    private TlsFailure() {}

    /** A certificate that is not trusted stays so; a TLS connection that just broke may work the next time: empty. */
    static Optional<String> said(Throwable failure) {
        boolean tls = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            tls |= cause instanceof SSLException
                    && !String.valueOf(cause.getMessage()).contains("terminated");
            if (isOfCertificate(cause)) {
                return Optional.of(String.valueOf(cause.getMessage()));
            }
        }
        return tls ? Optional.of(String.valueOf(failure.getMessage())) : Optional.empty();
    }

    /** Whether a refusal is about TLS at all. */
    public static boolean isCauseOf(Throwable refusal) {
        return said(refusal).isPresent();
    }

    /** Whether TLS was spoken and only the certificate proves nothing. */
    public static boolean isCertificate(Throwable refusal) {
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (isOfCertificate(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfCertificate(Throwable cause) {
        return cause instanceof CertificateException
                || cause instanceof CertPathBuilderException
                || cause instanceof CertPathValidatorException;
    }
}
