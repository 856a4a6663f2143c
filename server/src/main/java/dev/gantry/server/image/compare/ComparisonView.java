package dev.gantry.server.image.compare;

import dev.gantry.server.image.source.ImageSource;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two images and what differs. All that is no directory counts as a file; sizes in bytes.
 *
 * @param modifiedBytes of the new content
 * @param config what differs in how a container of it is run
 */
@Schema(name = "ImageComparison")
record ComparisonView(
        Side before,
        Side after,
        long added,
        long addedBytes,
        long modified,
        long modifiedBytes,
        long removed,
        long removedBytes,
        List<ConfigDifference> config) {

    /**
     * @param placeName the host's name, or the repository's
     * @param files that the whole image shows
     */
    @Schema(name = "ComparedImage")
    record Side(
            String digest,
            List<String> references,
            ImageSource.Place place,
            String placeName,
            String os,
            String architecture,
            @Nullable String createdAt,
            long files,
            long bytes,
            List<Layer> layers) {}

    /** @param inOther the number that the very same layer has in the other image; null when it is not there */
    @Schema(name = "ComparedLayer")
    record Layer(
            int number,
            String diffId,
            long sizeBytes,
            @Nullable String createdBy,
            @Nullable Integer inOther) {}
}
