package dev.gantry.server.host;

import java.util.UUID;

/** Published once the removal of a host is committed: whatever is open with it ends now. */
public record HostRemoved(UUID hostId) {}
