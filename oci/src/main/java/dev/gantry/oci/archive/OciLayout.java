package dev.gantry.oci.archive;

import java.util.List;

/** An OCI layout, OCI image specification, image-layout.md. */
public record OciLayout(List<ArchivedImage> images) implements ImageArchive {
    public OciLayout {
        images = List.copyOf(images);
    }
}
