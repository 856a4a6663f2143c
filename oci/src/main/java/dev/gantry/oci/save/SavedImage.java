package dev.gantry.oci.save;

import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.reference.Reference;
import java.util.List;

/** An image to be written. @param names what whoever loads it calls it; may be empty */
public record SavedImage(Manifest manifest, List<Reference> names) {
    public SavedImage {
        names = List.copyOf(names);
    }
}
