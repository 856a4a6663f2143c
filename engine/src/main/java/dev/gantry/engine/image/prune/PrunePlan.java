package dev.gantry.engine.image.prune;

import java.util.List;

/**
 * What would go, and what that brings.
 *
 * @param freedBytes exactly what comes back on the disk: what an image needs that stays counts not at all, what several
 *     share that go counts once
 */
public record PrunePlan(List<Entry> entries, long freedBytes) {
    public PrunePlan {
        entries = List.copyOf(entries);
    }

    /**
     * @param sizeBytes of all that the image needs on the disk
     * @param uniqueBytes of what it alone needs
     */
    public record Entry(Verdict verdict, long sizeBytes, long uniqueBytes) {}
}
