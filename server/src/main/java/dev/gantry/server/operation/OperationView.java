package dev.gantry.server.operation;

import dev.gantry.protocol.facts.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
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
 * @param hosts what becomes of it on each host, for work that several do each by itself; otherwise empty
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
        @Nullable Instant finishedAt,
        List<HostOutcome> hosts) {
    public OperationView {
        hosts = List.copyOf(hosts);
    }

    /**
     * What becomes of the work on one host. Only moves forward, and stays whatever becomes of the others.
     *
     * @param problem why it failed there
     */
    @Schema(name = "HostOutcome")
    public record HostOutcome(
            UUID hostId,
            String hostName,
            OperationState state,
            @Nullable Problem problem) {
        /** Work that is under way. */
        public static HostOutcome running(UUID hostId, String hostName) {
            return new HostOutcome(hostId, hostName, OperationState.RUNNING, null);
        }
    }
}
