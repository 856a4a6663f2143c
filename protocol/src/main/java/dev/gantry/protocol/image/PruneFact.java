package dev.gantry.protocol.image;

import dev.gantry.protocol.wish.Copies;
import java.util.List;

/**
 * What a prune did on a host.
 *
 * @param removed of what was seen
 * @param freedBytes of what is no longer on the disk
 */
public record PruneFact(List<SeenImage> removed, List<Skipped> skipped, long freedBytes) {
    public PruneFact {
        removed = Copies.list(removed);
        skipped = Copies.list(skipped);
    }

    /** @param why it stayed although it was seen to go */
    public record Skipped(String digest, List<String> references, String why) {
        public Skipped {
            references = Copies.list(references);
        }
    }
}
