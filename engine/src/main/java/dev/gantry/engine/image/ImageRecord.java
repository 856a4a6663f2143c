package dev.gantry.engine.image;

import dev.gantry.oci.digest.Digest;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an image's file says; it never changes. Its names are kept elsewhere.
 *
 * @param layers from the lowest to the highest
 */
record ImageRecord(Digest manifest, Digest config, List<Layer> layers) {
    ImageRecord {
        layers = List.copyOf(layers);
    }

    /** @param blob the layer as the manifest lists it */
    record Layer(Digest diffId, Digest blob, long sizeBytes) {}

    List<Digest> diffIds() {
        return layers.stream().map(Layer::diffId).toList();
    }

    /** All content that the image is made of. */
    List<Digest> blobs() {
        return Stream.concat(Stream.of(manifest, config), layers.stream().map(Layer::blob))
                .toList();
    }
}
