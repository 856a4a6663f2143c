package dev.gantry.server.distribution.manifest;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.server.access.Callers;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.distribution.blob.BlobStore;
import dev.gantry.server.distribution.protocol.DistributionCode;
import dev.gantry.server.distribution.protocol.DistributionException;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import dev.gantry.server.repository.RepositoryName;
import dev.gantry.server.repository.RepositoryRows;
import dev.gantry.server.repository.TagName;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes manifests: only complete ones, whose parts are all in the repository. */
@Component
class Manifests {
    private static final int DEEPEST = 2;

    private final ManifestRows rows;
    private final RepositoryRows repositories;
    private final BlobStore store;
    private final AuditLog audit;
    private final LiveChanges live;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Manifests(
            ManifestRows rows,
            RepositoryRows repositories,
            BlobStore store,
            AuditLog audit,
            LiveChanges live,
            TransactionTemplate transaction,
            Clock clock) {
        this.rows = rows;
        this.repositories = repositories;
        this.store = store;
        this.audit = audit;
        this.live = live;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * @param tag that leads to it from now on; null for none
     * @throws DistributionException with MANIFEST_INVALID or MANIFEST_BLOB_UNKNOWN
     */
    void put(RepositoryName name, @Nullable TagName tag, byte[] bytes, ManifestContent content) throws IOException {
        Digest digest = Digest.of(bytes);
        transaction.executeWithoutResult(status -> {
            UUID repository = repositories.obtain(name, Callers.current().name());
            Map<String, Long> blobs = rows.holdBlobs(repository, content.blobs(), clock.instant());
            Map<String, ManifestRows.Child> children = rows.holdChildren(repository, content.children());
            refuseMissing(name, content, blobs, children);
            int depth = depth(content, children);
            long size = blobs.values().stream().mapToLong(each -> each).sum()
                    + children.values().stream()
                            .mapToLong(ManifestRows.Child::imageBytes)
                            .sum();
            List<String> platforms = content.platforms().isEmpty() ? platforms(content) : content.platforms();
            NewManifest fresh = new NewManifest(
                    digest,
                    bytes,
                    content,
                    platforms,
                    depth,
                    size,
                    clock.instant(),
                    Callers.current().name());
            rows.put(repository, fresh);
            Map<String, Object> after = new LinkedHashMap<>();
            after.put("digest", digest.toString());
            if (tag != null) {
                rows.tag(repository, tag, fresh);
                after.put("tag", tag.text());
            }
            audit.record("manifest.push", "repository", repository, name.text(), null, after);
            live.changed(Topic.REPOSITORIES, repository);
        });
    }

    private static void refuseMissing(
            RepositoryName name,
            ManifestContent content,
            Map<String, Long> blobs,
            Map<String, ManifestRows.Child> children) {
        List<String> missing = new ArrayList<>();
        for (ManifestPart part : content.parts()) {
            String digest = part.digest().toString();
            Long size = part.isBlob() ? blobs.get(digest) : null;
            ManifestRows.Child child = part.kind() == ManifestPart.Kind.CHILD ? children.get(digest) : null;
            if (size == null && child == null && part.kind() != ManifestPart.Kind.FOREIGN_LAYER) {
                missing.add(digest);
            } else if ((size != null && size != part.size()) || (child != null && child.size() != part.size())) {
                throw StrictJson.invalid("it says that " + digest + " has " + part.size() + " bytes, and it has "
                        + (size != null ? size : child == null ? 0 : child.size()));
            }
        }
        if (!missing.isEmpty()) {
            throw new DistributionException(
                    DistributionCode.MANIFEST_BLOB_UNKNOWN,
                    "repository " + name + " lacks " + missing.size() + " of its parts, push them first: "
                            + String.join(", ", missing.subList(0, Math.min(5, missing.size()))));
        }
    }

    private static int depth(ManifestContent content, Map<String, ManifestRows.Child> children) {
        int depth = MediaType.of(content.mediaType())
                        .filter(type -> type.kind() == MediaType.Kind.INDEX)
                        .isEmpty()
                ? 0
                : 1
                        + children.values().stream()
                                .mapToInt(ManifestRows.Child::depth)
                                .max()
                                .orElse(0);
        if (depth > DEEPEST) {
            throw StrictJson.invalid("an index of indexes of indexes is too deep");
        }
        return depth;
    }

    /** What an image's config says of its platform; a config that can't be read says nothing. */
    private List<String> platforms(ManifestContent content) {
        List<String> platforms = new ArrayList<>();
        content.blobs().stream()
                .filter(part -> part.kind() == ManifestPart.Kind.CONFIG && part.size() <= StrictJson.MAX_BYTES)
                .filter(part -> MediaType.of(part.mediaType())
                        .filter(type -> type.kind() == MediaType.Kind.CONFIG)
                        .isPresent())
                .forEach(config -> {
                    try (InputStream in = store.open(config.digest(), 0)) {
                        ManifestReader.platform(StrictJson.object(in.readNBytes(StrictJson.MAX_BYTES)), platforms);
                    } catch (DistributionException | IOException e) {
                        platforms.clear();
                    }
                });
        return platforms;
    }
}
