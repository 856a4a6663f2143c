package dev.gantry.server.image.prune;

import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.image.PrunePlanFact;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a prune would remove, host by host.
 *
 * @param freedBytes of all hosts together
 */
@Schema(name = "PrunePlan")
record PrunePlanView(List<HostPlan> hosts, long freedBytes) {
    /**
     * @param freedBytes exactly what comes back on its disk
     * @param problem why it could not be asked; then it has no images here
     */
    @Schema(name = "HostPrunePlan")
    record HostPlan(
            UUID hostId,
            String hostName,
            long freedBytes,
            List<PrunePlanFact.Entry> images,
            @Nullable Problem problem) {}
}
