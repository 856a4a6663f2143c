package dev.gantry.engine.container;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the engine knows of one container at one moment.
 *
 * @param run number of the last run, 0 before the first
 * @param pid of the init process, as the host sees it
 * @param exitCode of the last run, 128 + signal when a signal ended it; empty while it runs and when nobody knows
 * @param refusal why the last start failed
 * @param address IPv4 on the bridge while it runs
 */
public record ContainerView(
        ContainerConfig config,
        Digest image,
        long run,
        Phase phase,
        OptionalLong pid,
        OptionalInt exitCode,
        boolean oomKilled,
        Optional<Refusal> refusal,
        Optional<String> address,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {

    public String id() {
        return config.id();
    }
}
