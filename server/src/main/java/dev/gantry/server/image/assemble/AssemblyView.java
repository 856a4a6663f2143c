package dev.gantry.server.image.assemble;

import dev.gantry.oci.stack.Conflicts;
import dev.gantry.server.image.ImageView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an image of the chosen layers would be.
 *
 * @param conflictCount also of those that are not listed
 * @param conflicts paths that layers touch which were not made upon each other; the higher one wins
 * @param hosts connected ones that have all of the layers
 */
@Schema(name = "ImageAssembly")
record AssemblyView(
        List<Layer> layers,
        long files,
        long bytes,
        long conflictCount,
        List<Conflict> conflicts,
        List<ImageView.HostRef> hosts) {

    /** @param number 0 for the lowest */
    @Schema(name = "AssembledLayer")
    record Layer(
            int number,
            String image,
            @Nullable String imageName,
            int imageLayer,
            String diffId,
            long sizeBytes,
            @Nullable String createdBy,
            long added,
            long modified,
            long removed) {}

    /** @param files of the lower layer that go out of sight */
    @Schema(name = "LayerConflict")
    record Conflict(String path, Conflicts.Kind kind, int lower, int higher, long files) {}
}
