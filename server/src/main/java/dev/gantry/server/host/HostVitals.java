package dev.gantry.server.host;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the server that holds a host's link knows to the second: heartbeats are never rows. The other servers read it in
 * the holder's lease, with which it is shared each 5 s.
 */
public interface HostVitals {
    /** Empty when this server does not hold the link. */
    Optional<Vitals> of(UUID hostId);

    /** @param load null before the first heartbeat */
    record Vitals(Instant heardAt, HostView.@Nullable Load load) {}
}
