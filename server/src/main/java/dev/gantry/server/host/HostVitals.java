package dev.gantry.server.host;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is only known while a host's link is held by this server: heartbeats are never rows. */
public interface HostVitals {
    /** Empty when this server does not hold the link. */
    Optional<Vitals> of(UUID hostId);

    /** @param load null before the first heartbeat */
    record Vitals(Instant heardAt, HostView.@Nullable Load load) {}
}
