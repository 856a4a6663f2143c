package dev.gantry.server.container;

import dev.gantry.protocol.wish.ContainerSpec;
import dev.gantry.protocol.wish.Power;
import dev.gantry.protocol.wish.StopSpec;
import java.time.Instant;
import java.util.UUID;

/**
 * The wish as it is kept.
 *
 * @param imageDigest of the image that it was created from
 * @param stop how the current run is to end
 * @param revision of the host's wishes when this one was last changed
 */
record ContainerRow(
        UUID id,
        UUID hostId,
        String name,
        String imageDigest,
        ContainerSpec spec,
        Power power,
        long run,
        StopSpec stop,
        boolean removing,
        long generation,
        long revision,
        Instant createdAt,
        String createdBy,
        long version) {

    ContainerRow wished(Power wanted, long wantedRun, StopSpec wantedStop, long atRevision) {
        return new ContainerRow(
                id,
                hostId,
                name,
                imageDigest,
                spec,
                wanted,
                wantedRun,
                wantedStop,
                removing,
                generation + 1,
                atRevision,
                createdAt,
                createdBy,
                version + 1);
    }

    ContainerRow removed(long atRevision) {
        return new ContainerRow(
                id,
                hostId,
                name,
                imageDigest,
                spec,
                power,
                run,
                stop,
                true,
                generation + 1,
                atRevision,
                createdAt,
                createdBy,
                version + 1);
    }
}
