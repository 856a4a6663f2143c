package dev.gantry.server.operation;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an operation is begun with.
 *
 * @param kind noun and verb: "image.import"
 * @param subjectId null when the subject gets its id by the operation
 * @param hostId the host that does the work, if one alone does
 * @param steps names in their order, at least one
 * @param hosts those that each do the work by itself; empty when it is not told apart by host
 */
public record NewOperation(
        String kind,
        String subjectType,
        @Nullable String subjectId,
        @Nullable String subjectName,
        @Nullable UUID hostId,
        List<String> steps,
        List<OperationView.HostOutcome> hosts) {
    public NewOperation {
        steps = List.copyOf(steps);
        hosts = List.copyOf(hosts);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("An operation has at least one step");
        }
    }

    public NewOperation(
            String kind,
            String subjectType,
            @Nullable String subjectId,
            @Nullable String subjectName,
            @Nullable UUID hostId,
            List<String> steps) {
        this(kind, subjectType, subjectId, subjectName, hostId, steps, List.of());
    }
}
