package dev.gantry.protocol.facts;

import org.jspecify.annotations.Nullable;

/**
 * How far a host came at a registry.
 *
 * @param reached whether something answered there
 * @param millis how long it took in all
 * @param problem null when images can be asked for
 */
public record RegistryFact(
        boolean reached,
        Tls tls,
        Login login,
        long millis,
        @Nullable Problem problem) {
    /**
     * What became of TLS: PLAIN_ANSWERED when a registry answered without it where it was expected, NOT_USED when plain
     * HTTP is allowed.
     */
    public enum Tls {
        TRUSTED,
        UNTRUSTED,
        PLAIN_ANSWERED,
        NOT_USED,
        UNKNOWN
    }

    /** What the registry said to who the host is: NOT_NEEDED when it lets anybody in. */
    public enum Login {
        ACCEPTED,
        REFUSED,
        NOT_NEEDED,
        UNKNOWN
    }
}
