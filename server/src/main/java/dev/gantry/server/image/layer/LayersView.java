package dev.gantry.server.image.layer;

import dev.gantry.protocol.layer.LayersFact;
import dev.gantry.server.image.ImageQueries;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image's layers, from the lowest to the highest, and what they waste.
 *
 * @param efficiency 0 to 1, as {@link LayersFact}
 * @param worst the paths that waste most, the worst first
 */
@Schema(name = "ImageLayers")
public record LayersView(
        String digest, List<LayerView> layers, double efficiency, long wastedBytes, List<LayersFact.WastedPath> worst) {

    /**
     * One layer; fields as in {@link dev.gantry.protocol.layer.LayerChange}.
     *
     * @param sharedWith other images that have the very same layer
     */
    @Schema(name = "ImageLayer")
    public record LayerView(
            int number,
            String diffId,
            long sizeBytes,
            @Nullable String createdBy,
            @Nullable String createdAt,
            long files,
            long bytes,
            long added,
            long addedBytes,
            long modified,
            long modifiedBytes,
            long removed,
            long removedBytes,
            List<ImageQueries.Named> sharedWith) {}
}
