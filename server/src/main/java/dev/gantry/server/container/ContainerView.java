package dev.gantry.server.container;

import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.wish.ContainerSpec;
import dev.gantry.protocol.wish.Power;
import dev.gantry.server.host.HostView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A container: the wish, and beside it the fact.
 *
 * @param status what its host reported last; null before the first report
 * @param reportedAt since when its host reports this status; null before the first report
 * @param stale the host is unreachable, so the status may be old
 */
public record ContainerView(
        UUID id,
        String name,
        HostRef host,
        ContainerSpec spec,
        Power power,
        long generation,
        long run,
        @Nullable ContainerState status,
        @Nullable Instant reportedAt,
        boolean stale,
        Instant createdAt,
        String createdBy,
        long version) {

    /** The host that has it. */
    @Schema(name = "ContainerHost")
    public record HostRef(UUID id, String name, HostView.State state) {}
}
