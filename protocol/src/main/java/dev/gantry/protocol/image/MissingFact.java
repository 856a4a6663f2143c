package dev.gantry.protocol.image;

import dev.gantry.protocol.wish.Copies;
import java.util.List;

/** Layers that a host lacks for an image, in the order in which they must come. */
public record MissingFact(List<Layer> layers) {
    public MissingFact {
        layers = Copies.list(layers);
    }

    /** @param digest of the blob. @param sizeBytes of it */
    public record Layer(String digest, long sizeBytes) {}
}
