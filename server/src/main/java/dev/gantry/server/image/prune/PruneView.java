package dev.gantry.server.image.prune;

import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.image.PruneFact;
import dev.gantry.protocol.image.SeenImage;
import dev.gantry.server.operation.OperationState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a prune did, host by host.
 *
 * @param hosts those that have ended
 * @param freedBytes of all of them together
 */
@Schema(name = "Prune")
record PruneView(UUID operationId, OperationState state, List<HostResult> hosts, long freedBytes) {
    /**
     * @param freedBytes of what is no longer on its disk
     * @param skipped what was seen to go and stayed, with the reason
     * @param problem why nothing was done there
     */
    @Schema(name = "HostPrune")
    record HostResult(
            UUID hostId,
            String hostName,
            List<SeenImage> removed,
            List<PruneFact.Skipped> skipped,
            long freedBytes,
            @Nullable Problem problem) {
        HostResult {
            removed = List.copyOf(removed);
            skipped = List.copyOf(skipped);
        }
    }
}
