package dev.gantry.protocol.layer;

import dev.gantry.protocol.wish.Copies;
import java.util.List;

/**
 * An image's layers, from the lowest to the highest, and what they waste.
 *
 * @param efficiency 0 to 1: the smallest size that any layer gave each file, divided by the sum of all sizes that the
 *     layers gave it, where taking a file away counts its size once more
 * @param wastedBytes of files that a later layer rewrites, removes or hides
 * @param worst the paths that waste most, the worst first
 */
public record LayersFact(List<LayerChange> layers, double efficiency, long wastedBytes, List<WastedPath> worst) {
    public LayersFact {
        layers = Copies.list(layers);
        worst = Copies.list(worst);
    }

    /**
     * @param path as in {@link FileFact}
     * @param layers numbers of those that carry the path or take it away
     */
    public record WastedPath(String path, long wastedBytes, List<Integer> layers) {
        public WastedPath {
            layers = Copies.list(layers);
        }
    }
}
