package dev.gantry.server.container;

import java.util.UUID;

/** The operation that a request began, and its container. */
record Begun(UUID containerId, UUID operationId) {}
