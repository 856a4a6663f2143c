package dev.gantry.server.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Knows users and tokens; implemented by the package that keeps them. */
public interface Identities {
    /** The user of a session, or null when the session's epoch is over, the user is disabled or gone. */
    @Nullable
    Caller bySession(UUID userId, int epoch, String address);

    /** The owner of a bearer token, or null when the token is unknown, expired or revoked or its user disabled. */
    @Nullable
    Caller byToken(String secret, String address);

    /**
     * Who a client without a session is, such as a registry's: the user of this name and password or, whatever the name,
     * the owner of a token that stands in the password's place. Null when neither fits. Errors with RATE_LIMITED, as
     * guesses count like failed logins, and with PASSWORD_CHANGE_REQUIRED.
     */
    @Nullable
    Caller bySecret(String name, String secret, String address);

    /** Whether a caller known before would still be let in with the same role; for streams that stay open. */
    boolean stillValid(Caller caller);
}
