package dev.gantry.oci.archive;

import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.manifest.RawDocument;
import dev.gantry.oci.reference.Reference;
import java.util.List;
import java.util.Optional;

/**
 * An image in an archive, for one or several platforms.
 *
 * @param names may be empty
 * @param variants one for each platform, at least one
 */
public record ArchivedImage(List<Reference> names, List<Variant> variants) {
    public ArchivedImage {
        names = List.copyOf(names);
        variants = List.copyOf(variants);
    }

    /**
     * The image for one platform. Its layers are in the archive, with the sizes that were promised; their digests are
     * checked when they are read.
     *
     * @param manifest empty in archives of {@code docker save}, which have none
     * @param config the bytes of which {@code imageConfig} was read; verified
     * @param layers from the lowest to the highest, as many as the config has diff ids
     */
    public record Variant(
            Optional<Manifest> manifest, RawDocument config, ImageConfig imageConfig, List<ArchivedLayer> layers) {
        public Variant {
            layers = List.copyOf(layers);
        }

        public ImageConfig.Platform platform() {
            return imageConfig.platform();
        }
    }

    /**
     * The variant for a host.
     *
     * @param cpuVariant such as "v8", preferred when several have the architecture
     */
    public Optional<Variant> variantFor(String os, String architecture, Optional<String> cpuVariant) {
        return new PlatformChoice(os, architecture, cpuVariant).among(variants, v -> Optional.of(v.platform()));
    }
}
