package dev.gantry.server.distribution.manifest;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.repository.TagName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Writes manifests, what they need, and tags. Rows are locked in the order of their digests, so that no two pushes wait for each other. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class ManifestRows {
    private final JdbcClient jdbc;
    private final JsonMapper json;

    ManifestRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * The sizes of those blobs that the repository has, kept until the transaction ends, and from the collector for
     * the time of grace.
     */
    Map<String, Long> holdBlobs(UUID repositoryId, List<ManifestPart> blobs, Instant now) {
        String[] digests = digests(blobs);
        Map<String, Long> sizes = jdbc
                .sql("""
                select rb.digest, b.size_bytes from repository_blob rb join blob b on b.digest = rb.digest
                 where rb.repository_id = :repository and rb.digest = any(:digests)
                 order by rb.digest for no key update of rb
                """)
                .param("repository", repositoryId)
                .param("digests", digests)
                .query((row, n) -> Map.entry(row.getString("digest"), row.getLong("size_bytes")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        jdbc.sql("""
                update repository_blob set touched_at = greatest(touched_at, :now)
                 where repository_id = :repository and digest = any(:digests)
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("repository", repositoryId)
                .param("digests", digests)
                .update();
        return sizes;
    }

    /** Those manifests that the repository has, kept until the transaction ends. */
    Map<String, Child> holdChildren(UUID repositoryId, List<ManifestPart> children) {
        return jdbc
                .sql("""
                select digest, octet_length(content) as size, depth, image_bytes from manifest
                 where repository_id = :repository and digest = any(:digests) order by digest for key share
                """)
                .param("repository", repositoryId)
                .param("digests", digests(children))
                .query((row, n) -> new Child(
                        row.getString("digest"), row.getLong("size"), row.getInt("depth"), row.getLong("image_bytes")))
                .list()
                .stream()
                .collect(Collectors.toMap(Child::digest, child -> child));
    }

    void put(UUID repositoryId, NewManifest fresh) {
        ManifestContent content = fresh.content();
        int added = jdbc.sql("""
                insert into manifest (repository_id, digest, media_type, artifact_type, subject, annotations, platforms,
                                      depth, image_bytes, content, pushed_at, pushed_by)
                values (:repository, :digest, :mediaType, :artifactType, :subject, :annotations::jsonb, :platforms,
                        :depth, :imageBytes, :content, :now, :by)
                on conflict (repository_id, digest) do nothing
                """)
                .param("repository", repositoryId)
                .param("digest", fresh.digest().toString())
                .param("mediaType", content.mediaType())
                .param("artifactType", content.artifactType())
                .param(
                        "subject",
                        content.subject() == null ? null : content.subject().toString())
                .param("annotations", json.writeValueAsString(content.annotations()))
                .param("platforms", fresh.platforms().toArray(String[]::new))
                .param("depth", fresh.depth())
                .param("imageBytes", fresh.imageBytes())
                .param("content", fresh.bytes())
                .param("now", fresh.at().atOffset(ZoneOffset.UTC))
                .param("by", fresh.by())
                .update();
        if (added == 0) {
            jdbc.sql("update manifest set pushed_at = :now, pushed_by = :by"
                            + " where repository_id = :repository and digest = :digest")
                    .param("now", fresh.at().atOffset(ZoneOffset.UTC))
                    .param("by", fresh.by())
                    .param("repository", repositoryId)
                    .param("digest", fresh.digest().toString())
                    .update();
            return;
        }
        references(repositoryId, fresh.digest(), "blob", content.blobs());
        references(repositoryId, fresh.digest(), "child", content.children());
    }

    private void references(UUID repositoryId, Digest manifest, String column, List<ManifestPart> parts) {
        jdbc.sql("insert into manifest_reference (repository_id, manifest, " + column
                        + ") select :repository, :manifest, part from unnest(:parts) part order by part")
                .param("repository", repositoryId)
                .param("manifest", manifest.toString())
                .param("parts", digests(parts))
                .update();
    }

    void tag(UUID repositoryId, TagName tag, NewManifest to) {
        jdbc.sql("""
                insert into tag (repository_id, name, digest, pushed_at, pushed_by)
                values (:repository, :name, :digest, :now, :by)
                on conflict (repository_id, name) do update
                   set digest = excluded.digest, pushed_at = excluded.pushed_at, pushed_by = excluded.pushed_by
                """)
                .param("repository", repositoryId)
                .param("name", tag.text())
                .param("digest", to.digest().toString())
                .param("now", to.at().atOffset(ZoneOffset.UTC))
                .param("by", to.by())
                .update();
    }

    private static String[] digests(List<ManifestPart> parts) {
        return parts.stream()
                .map(part -> part.digest().toString())
                .distinct()
                .sorted()
                .toArray(String[]::new);
    }

    record Child(String digest, long size, int depth, long imageBytes) {}
}
