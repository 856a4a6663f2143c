package dev.gantry.server.identity;

import dev.gantry.server.access.Role;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user as others see one.
 *
 * @param passwordChangeRequired the password was given out to be changed at the first login
 */
public record UserView(
        UUID id,
        String name,
        Role role,
        boolean enabled,
        boolean passwordChangeRequired,
        Instant createdAt,
        @Nullable Instant lastLoginAt,
        long version) {}
