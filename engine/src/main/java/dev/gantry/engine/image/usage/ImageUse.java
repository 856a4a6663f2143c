package dev.gantry.engine.image.usage;

import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.digest.Digest;
import java.util.List;

/**
 * What one image takes on the disk.
 *
 * @param usedBy names of the containers that need it
 * @param sizeBytes of all that it needs
 * @param uniqueBytes of what no other image needs; the rest is shared
 * @param sharedWith whom it shares with, who shares most first
 */
public record ImageUse(Image image, List<String> usedBy, long sizeBytes, long uniqueBytes, List<Share> sharedWith) {
    public ImageUse {
        usedBy = List.copyOf(usedBy);
        sharedWith = List.copyOf(sharedWith);
    }

    /** @param bytes of what both need */
    public record Share(Digest image, long bytes) {}

    public long sharedBytes() {
        return sizeBytes - uniqueBytes;
    }

    /** What comes back when this image alone goes; nothing while a container needs it. */
    public long reclaimableBytes() {
        return usedBy.isEmpty() ? uniqueBytes : 0;
    }
}
