package dev.gantry.server.container;

import java.util.UUID;

/** Published inside the transaction that changed a host's wishes; whoever sends them looks again after its commit. */
public record WishChanged(UUID hostId) {}
