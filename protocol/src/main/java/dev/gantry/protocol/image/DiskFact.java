package dev.gantry.protocol.image;

import dev.gantry.protocol.wish.Copies;
import java.util.List;

/**
 * What images and containers take on a host's disk, in bytes as du(1) reckons them; each thing once however many images
 * share it.
 *
 * @param totalBytes of all that the engine keeps
 * @param contentBytes content as registries and archives have it
 * @param layerBytes unpacked layers
 * @param recordBytes the images' own files
 * @param arrivingBytes of imports and pulls under way
 * @param containerBytes the containers' own layers, logs and configurations
 * @param otherBytes the rest
 * @param reclaimableBytes what comes back when every image goes that no container needs
 * @param unneededBytes content and layers that no image needs; the next collection takes them
 */
public record DiskFact(
        long totalBytes,
        long contentBytes,
        long layerBytes,
        long recordBytes,
        long arrivingBytes,
        long containerBytes,
        long otherBytes,
        long reclaimableBytes,
        long unneededBytes,
        List<ImageUse> images,
        List<LayerUse> layers,
        List<ContainerUse> containers) {
    public DiskFact {
        images = Copies.list(images);
        layers = Copies.list(layers);
        containers = Copies.list(containers);
    }

    /**
     * @param usedBy names of the containers that need it
     * @param sizeBytes of all that it needs
     * @param uniqueBytes of what no other image needs; the rest is shared
     * @param reclaimableBytes what comes back when it alone goes; 0 while a container needs it
     * @param layers diff IDs from the lowest to the highest
     * @param sharedWith whom it shares with, who shares most first
     */
    public record ImageUse(
            String digest,
            List<String> references,
            List<String> usedBy,
            long sizeBytes,
            long uniqueBytes,
            long reclaimableBytes,
            List<String> layers,
            List<Share> sharedWith) {
        public ImageUse {
            references = Copies.list(references);
            usedBy = Copies.list(usedBy);
            layers = Copies.list(layers);
            sharedWith = Copies.list(sharedWith);
        }
    }

    /** @param bytes of what both need */
    public record Share(String digest, long bytes) {}

    /**
     * @param layerBytes unpacked
     * @param contentBytes as it came
     * @param images digests of those that have it
     */
    public record LayerUse(String diffId, long layerBytes, long contentBytes, List<String> images) {
        public LayerUse {
            images = Copies.list(images);
        }
    }

    /** @param id as the engine has it: 32 hex digits */
    public record ContainerUse(String id, String name, long bytes) {}
}
