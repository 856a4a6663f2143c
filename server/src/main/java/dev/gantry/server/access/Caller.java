package dev.gantry.server.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who acts.
 *
 * @param id the user's or host's id; null for the system
 * @param name as the audit shows it; a token's is "user/token name"
 * @param role null for hosts and the system, whom no role guards
 * @param tokenId the token that was used, if one was
 * @param epoch the user's epoch when it was read: it grows with each change that ends sessions
 * @param address where the request came from; empty for the system
 * @param passwordChangeRequired a password proved it that was given out to be changed: it may do nothing but that
 */
public record Caller(
        ActorType type,
        @Nullable UUID id,
        String name,
        @Nullable Role role,
        @Nullable UUID tokenId,
        int epoch,
        String address,
        boolean passwordChangeRequired) {

    /** The user's id. Errors when no user acts, directly or by a token. */
    public UUID userId() {
        if (id == null || type == ActorType.HOST) {
            throw new IllegalStateException("No user acts, but " + type);
        }
        return id;
    }

    /** The host's id. Errors when no host acts. */
    public UUID hostId() {
        if (id == null || type != ActorType.HOST) {
            throw new IllegalStateException("No host acts, but " + type);
        }
        return id;
    }

    public boolean isAdmin() {
        return role == Role.ADMIN;
    }
}
