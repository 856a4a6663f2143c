package dev.gantry.engine.image;

import dev.gantry.oci.reference.Reference;
import java.util.List;

/**
 * What describes an image: with its layers' bytes another host can make the very same image of it.
 *
 * @param manifest and {@code config} as bytes, of which the digests are
 * @param names that the image is to have
 */
public record ImageContent(byte[] manifest, byte[] config, List<Reference> names) {
    public ImageContent {
        names = List.copyOf(names);
    }
}
