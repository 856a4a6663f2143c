package dev.gantry.engine.image.usage;

import dev.gantry.oci.digest.Digest;
import java.util.List;

/**
 * What a host's images take on the disk, in bytes as du(1) reckons them. Each thing counts once however many images
 * share it.
 *
 * @param contentBytes content as registries and archives have it, with its directory
 * @param layerBytes unpacked layers, with their directory
 * @param recordBytes the images' own files, with their directory
 * @param arrivingBytes of imports and pulls under way
 * @param otherBytes what the data root holds besides and besides containers
 * @param reclaimableBytes what comes back when every image goes that no container needs
 * @param unneededBytes content and layers that no image needs and nobody holds; the next collection takes them
 */
public record StoreUse(
        long contentBytes,
        long layerBytes,
        long recordBytes,
        long arrivingBytes,
        long otherBytes,
        long reclaimableBytes,
        long unneededBytes,
        List<ImageUse> images,
        List<LayerUse> layers) {
    public StoreUse {
        images = List.copyOf(images);
        layers = List.copyOf(layers);
    }

    /** All but the containers. */
    public long totalBytes() {
        return contentBytes + layerBytes + recordBytes + arrivingBytes + otherBytes;
    }

    /**
     * One layer that images have.
     *
     * @param layerBytes unpacked
     * @param contentBytes as it came, in each form that images list
     * @param images that have it
     */
    public record LayerUse(Digest diffId, long layerBytes, long contentBytes, List<Digest> images) {
        public LayerUse {
            images = List.copyOf(images);
        }
    }
}
