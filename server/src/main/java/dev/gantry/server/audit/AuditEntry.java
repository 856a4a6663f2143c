package dev.gantry.server.audit;

import dev.gantry.server.access.ActorType;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change.
 *
 * @param action noun and verb: "container.create"
 * @param before the changed fields' old values, null for what is new; never a secret
 * @param after the changed fields' new values, null for what is gone
 */
public record AuditEntry(
        UUID id,
        Instant at,
        String actor,
        ActorType actorType,
        String address,
        String action,
        String subjectType,
        @Nullable String subjectId,
        @Nullable String subjectName,
        @Nullable Map<String, Object> before,
        @Nullable Map<String, Object> after,
        @Nullable String requestId) {}
