package dev.gantry.server.registry;

import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.server.platform.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses what no host could use, before it is kept. */
final class RegistryRules {
    private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?");

    private RegistryRules() {}

    static void check(RegistrySpec spec, String tried) {
        refuseUnless(isHost(spec.host()), "host", "must be a host name with an optional port", tried);
        if (spec.mirrorOf() != null) {
            refuseUnless(isHost(spec.mirrorOf()), "mirrorOf", "must be a host name with an optional port", tried);
            refuseUnless(!spec.mirrorOf().equals(spec.host()), "mirrorOf", "must be another registry", tried);
        }
        for (String name : Objects.requireNonNullElse(spec.tokenHosts(), List.<String>of())) {
            refuseUnless(HOST_NAME.matcher(name).matches(), "tokenHosts", "must be host names in lower case", tried);
        }
        if (spec.username() != null) {
            refuseUnless(
                    !spec.username().isBlank() && spec.username().indexOf(':') < 0,
                    "username",
                    "must not be blank and holds no colon",
                    tried);
        }
        refuseUnless(spec.secret() == null || spec.username() != null, "secret", "needs a username", tried);
        refuseUnless(isCertificates(spec.authority()), "authority", "must be certificates in PEM", tried);
    }

    /** Exactly what a reference to it would have. */
    private static boolean isHost(String host) {
        try {
            return Reference.parse(host + "/a/b:1").registry().equals(host);
        } catch (RefusedException e) {
            return false;
        }
    }

    private static boolean isCertificates(@Nullable String pem) {
        if (pem == null) {
            return true;
        }
        try {
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .isEmpty();
        } catch (CertificateException e) {
            return false;
        }
    }

    static void refuseUnless(boolean good, String field, String says, String tried) {
        if (!good) {
            throw ProblemException.ofFields(tried, Map.of(field, says), null);
        }
    }
}
