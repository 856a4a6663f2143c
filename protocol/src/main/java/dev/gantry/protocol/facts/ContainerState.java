package dev.gantry.protocol.facts;

import dev.gantry.protocol.wish.ContainerSpec;
import dev.gantry.protocol.wish.Copies;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the engine sees of one container.
 *
 * @param generation the wish's generation that this state answers
 * @param run the wish's run that this state belongs to; phases only move forward within a run
 * @param pid of the init process, on the host; null when none runs
 * @param exitCode 128 + signal for a run that a signal ended; null while it runs, and when nobody knows
 * @param problem why the last step failed; null when it did not
 * @param address IPv4 on the bridge
 * @param imageDigest manifest digest that the container was made from
 * @param startedAt RFC 3339, UTC
 * @param finishedAt RFC 3339, UTC
 */
public record ContainerState(
        String id,
        String name,
        long generation,
        long run,
        Phase phase,
        @Nullable Long pid,
        @Nullable Integer exitCode,
        @Nullable Boolean oomKilled,
        @Nullable Problem problem,
        @Nullable String address,
        @Nullable String imageDigest,
        @Nullable String startedAt,
        @Nullable String finishedAt,
        List<ContainerSpec.PortMapping> ports) {
    public ContainerState {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(phase, "phase");
        ports = Copies.list(ports);
    }

    /** Where a run is. Within one run the phase only moves to a later constant; a restart is a new run. */
    public enum Phase {
        /** Known, nothing made yet. */
        PENDING,
        /** Its disk and configuration exist, no process. */
        CREATED,
        /** Its process is being started. */
        STARTING,
        RUNNING,
        /** Was told to end. */
        STOPPING,
        /** Ended; the exit code says how, or is null when nobody knows. */
        EXITED,
        /** Could not be made or started; the problem says why. */
        FAILED
    }
}
