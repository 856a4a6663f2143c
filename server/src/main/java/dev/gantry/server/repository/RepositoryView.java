package dev.gantry.server.repository;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A repository of the built-in registry.
 *
 * @param tags how many it has
 * @param sizeBytes of its blobs, each counted once; other repositories may share them
 * @param pushedAt of the last push
 * @param pushedBy who made the last push
 */
public record RepositoryView(
        UUID id,
        String name,
        long tags,
        long sizeBytes,
        Instant createdAt,
        @Nullable Instant pushedAt,
        @Nullable String pushedBy) {

    /** With the manifests that no tag and no index leads to, newest first, at most 100. */
    public record RepositoryDetail(@JsonUnwrapped RepositoryView repository, List<ManifestView> untagged) {}
}
