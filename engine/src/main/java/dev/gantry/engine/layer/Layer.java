package dev.gantry.engine.layer;

import dev.gantry.oci.digest.Digest;
import java.util.List;

/**
 * What is known of an unpacked layer; kept beside its files.
 *
 * @param diffId digest of the archive it was unpacked from
 * @param sizeBytes of its files
 * @param entries members of the archive
 * @param implicit directories that the archive has no entry for but puts something in, as Latin-1 text of their bytes;
 *     "" is the root
 * @param opaqueRoot hides everything below it
 */
public record Layer(Digest diffId, long sizeBytes, long entries, List<String> implicit, boolean opaqueRoot) {
    public Layer {
        implicit = List.copyOf(implicit);
    }
}
