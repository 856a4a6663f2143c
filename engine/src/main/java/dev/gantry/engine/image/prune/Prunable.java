package dev.gantry.engine.image.prune;

import dev.gantry.engine.image.store.Image;
import java.time.Instant;
import java.util.List;

/**
 * An image as the planner sees it.
 *
 * @param usedBy names of the containers that need it
 * @param arrived when it came to the host
 */
public record Prunable(Image image, List<String> usedBy, Instant arrived) {
    public Prunable {
        usedBy = List.copyOf(usedBy);
    }
}
