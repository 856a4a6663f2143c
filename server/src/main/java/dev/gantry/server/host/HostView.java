package dev.gantry.server.host;

import dev.gantry.protocol.facts.HostFacts;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A host as everyone sees it.
 *
 * @param lastSeenAt when its agent was last heard, told up to 5 s late where another server holds the link; null before
 *     the first hello
 * @param facts null before the first hello
 * @param load as of the last heartbeat that is known here; null while it is not known: no link is held, or nothing was heard on it yet
 * @param certificateExpiresAt of the newest certificate
 */
public record HostView(
        UUID id,
        String name,
        State state,
        @Nullable Instant lastSeenAt,
        Instant joinedAt,
        @Nullable String agentVersion,
        @Nullable HostFacts facts,
        @Nullable Load load,
        Containers containers,
        long images,
        @Nullable Instant certificateExpiresAt,
        long version) {

    /** Where a host stands with us. */
    public enum State {
        /** Has its certificate, was never heard. */
        JOINED,
        CONNECTED,
        /** Was silent for 15 s, or its connection ended. */
        UNREACHABLE
    }

    /** @param load1 load average over one minute */
    public record Load(double load1, long memoryAvailableBytes, long diskAvailableBytes) {}

    /** How many containers the host has. */
    public record Containers(long running, long total) {}
}
