package dev.gantry.server.identity;

import dev.gantry.server.access.Role;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A user as others see one. */
public record UserView(
        UUID id,
        String name,
        Role role,
        boolean enabled,
        Instant createdAt,
        @Nullable Instant lastLoginAt,
        long version) {}
