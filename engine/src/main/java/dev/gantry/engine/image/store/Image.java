package dev.gantry.engine.image.store;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.reference.Reference;
import java.util.List;

/**
 * One image of this host.
 *
 * @param digest of the manifest
 * @param names sorted; may be empty
 * @param layers from the lowest to the highest
 */
public record Image(Digest digest, Digest configDigest, List<Reference> names, ImageConfig config, List<Layer> layers) {

    /**
     * @param diffId digest of the unpacked tar
     * @param sizeBytes of the files in it
     */
    public record Layer(Digest diffId, long sizeBytes) {}

    public long sizeBytes() {
        return layers.stream().mapToLong(Layer::sizeBytes).sum();
    }
}
