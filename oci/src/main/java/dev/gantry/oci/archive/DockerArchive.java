package dev.gantry.oci.archive;

import java.util.List;

/** An archive in the form of {@code docker save}, with a manifest.json. */
public record DockerArchive(List<ArchivedImage> images) implements ImageArchive {
    public DockerArchive {
        images = List.copyOf(images);
    }
}
