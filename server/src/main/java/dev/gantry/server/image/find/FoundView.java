package dev.gantry.server.image.find;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Files that images of the fleet show.
 *
 * @param more whether there are others: search for less
 * @param unasked hosts that could not be asked, each with the reason
 */
@Schema(name = "FoundFiles")
record FoundView(List<FoundFile> items, boolean more, List<Unasked> unasked) {

    /**
     * One file of one layer; fields as in {@link dev.gantry.protocol.layer.FileFact}.
     *
     * @param diffId of the layer
     * @param images that show it: none of their higher layers hides it
     * @param containers that were made from these images
     */
    @Schema(name = "FoundFile")
    record FoundFile(
            String path,
            String kind,
            String diffId,
            long sizeBytes,
            String mode,
            long uid,
            long gid,
            @Nullable String link,
            @Nullable String content,
            List<InImage> images,
            List<InContainer> containers) {}

    /** @param layer its number in this image, 0 for the lowest */
    @Schema(name = "FoundInImage")
    record InImage(String digest, @Nullable String name, int layer, List<String> hosts) {}

    /** @param phase what its host reported last; null before the first report */
    @Schema(name = "FoundInContainer")
    record InContainer(
            UUID id, String name, String hostName, @Nullable String phase) {}

    @Schema(name = "UnaskedHost")
    record Unasked(String hostName, String why) {}
}
