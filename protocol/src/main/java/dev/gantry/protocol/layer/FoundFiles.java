package dev.gantry.protocol.layer;

import dev.gantry.protocol.wish.Copies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files of a host's images. @param more whether there are others */
public record FoundFiles(List<Found> files, boolean more) {
    public FoundFiles {
        files = Copies.list(files);
    }

    /**
     * One file of one layer; fields as in {@link FileFact}.
     *
     * @param diffId of the layer
     * @param images that show it: none of their higher layers hides it
     */
    public record Found(
            String path,
            String kind,
            String diffId,
            long sizeBytes,
            String mode,
            long uid,
            long gid,
            @Nullable String link,
            @Nullable String content,
            List<InImage> images) {
        public Found {
            images = Copies.list(images);
        }
    }

    /**
     * @param image manifest digest
     * @param layer its number in this image, 0 for the lowest
     */
    public record InImage(String image, int layer) {}
}
