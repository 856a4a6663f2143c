package dev.gantry.server.repository;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A manifest or an index of a repository.
 *
 * @param artifactType what it is, where it is no image
 * @param platforms that it runs on: "linux/amd64"
 * @param sizeBytes of config and layers, of an index over all its manifests
 */
public record ManifestView(
        String digest,
        String mediaType,
        @Nullable String artifactType,
        List<String> platforms,
        long sizeBytes,
        Instant pushedAt,
        String pushedBy) {

    /**
     * A tag with the manifest that it leads to.
     *
     * @param pullCommand by the address at which this server was asked
     */
    public record TagView(String name, ManifestView manifest, Instant pushedAt, String pushedBy, String pullCommand) {}

    /** With its tags, and what was made from it, containers first, at most 100. */
    public record ManifestDetail(ManifestView manifest, List<String> tags, List<ManifestUser> usedBy) {}
}
