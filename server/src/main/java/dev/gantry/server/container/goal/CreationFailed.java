package dev.gantry.server.container.goal;

import java.util.UUID;

/**
 * A container that was to be created never ran.
 *
 * @param generation of the wish that created it
 */
public record CreationFailed(UUID operationId, UUID containerId, long generation) {}
