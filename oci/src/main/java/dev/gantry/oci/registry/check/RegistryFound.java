package dev.gantry.oci.registry.check;

import dev.gantry.oci.refusal.Refusal;
import java.util.Optional;

/**
 * How far one came at a registry.
 *
 * @param reached whether something answered there
 * @param problem empty when images can be asked for
 */
public record RegistryFound(boolean reached, Tls tls, Login login, Optional<Refusal> problem) {
    /** What became of TLS. */
    public enum Tls {
        TRUSTED,
        /** Its certificate proves nothing, or no safe connection came about. */
        UNTRUSTED,
        /** A registry answered without TLS where TLS was expected. */
        PLAIN_ANSWERED,
        /** Plain HTTP, as it is allowed for this registry. */
        NOT_USED,
        UNKNOWN
    }

    /** What the registry said to who we are. */
    public enum Login {
        ACCEPTED,
        /** Other credentials are wanted, or any at all. */
        REFUSED,
        /** It lets anybody in; credentials were not asked for. */
        NOT_NEEDED,
        UNKNOWN
    }

    static RegistryFound nothing(Refusal problem) {
        return new RegistryFound(false, Tls.UNKNOWN, Login.UNKNOWN, Optional.of(problem));
    }

    static RegistryFound stopped(Tls tls, Refusal problem) {
        return new RegistryFound(true, tls, Login.UNKNOWN, Optional.of(problem));
    }
}
