package dev.gantry.server.image.disk;

import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.image.DiskFact;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What images and containers take, host by host. */
@Schema(name = "DiskUse")
record DiskUseView(List<HostDisk> hosts) {
    /**
     * @param disk null when the host could not be asked
     * @param problem why not
     */
    @Schema(name = "HostDiskUse")
    record HostDisk(
            UUID hostId,
            String hostName,
            @Nullable DiskFact disk,
            @Nullable Problem problem) {}
}
