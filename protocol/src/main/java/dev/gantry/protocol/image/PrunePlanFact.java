package dev.gantry.protocol.image;

import dev.gantry.protocol.wish.Copies;
import java.util.List;

/**
 * What a prune would remove on a host.
 *
 * @param freedBytes exactly what comes back on the disk
 */
public record PrunePlanFact(List<Entry> images, long freedBytes) {
    public PrunePlanFact {
        images = Copies.list(images);
    }

    /**
     * @param reason UNNAMED, UNUSED, IN_USE, SPARED, NAMED, NO_MATCH, TOO_NEW or AMONG_NEWEST
     * @param why for people: "used by container web"
     * @param arrivedAt RFC 3339; when it came to the host
     * @param sizeBytes of all that it needs on the disk
     * @param uniqueBytes of what no other image needs
     */
    public record Entry(
            String digest,
            List<String> references,
            boolean goes,
            String reason,
            String why,
            String arrivedAt,
            long sizeBytes,
            long uniqueBytes) {
        public Entry {
            references = Copies.list(references);
        }
    }
}
