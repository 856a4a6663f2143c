package dev.gantry.server.operation;

import dev.gantry.protocol.facts.Problem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One piece of long work as everyone sees it.
 *
 * @param kind noun and verb: "image.import"
 * @param subjectId the id of what is worked on; null before it has one
 * @param problem why it failed
 */
public record OperationView(
        UUID id,
        String kind,
        String subjectType,
        @Nullable String subjectId,
        @Nullable String subjectName,
        @Nullable UUID hostId,
        OperationState state,
        List<StepView> steps,
        @Nullable Problem problem,
        String createdBy,
        Instant createdAt,
        @Nullable Instant finishedAt) {}
