package dev.gantry.engine.image.prune;

import java.util.List;

/**
 * What became of what was seen.
 *
 * @param freedBytes of what is no longer on the disk
 */
public record PruneResult(List<PruneSeen> removed, List<Skipped> skipped, long freedBytes) {
    public PruneResult {
        removed = List.copyOf(removed);
        skipped = List.copyOf(skipped);
    }

    /** @param why it stayed although it was seen to go */
    public record Skipped(PruneSeen seen, String why) {}
}
