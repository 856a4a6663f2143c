package dev.gantry.engine.image.prune;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import java.util.List;

/** An image that was seen to go, with the names that it had then. */
public record PruneSeen(Digest digest, List<Reference> names) {
    public PruneSeen {
        names = List.copyOf(names);
    }
}
