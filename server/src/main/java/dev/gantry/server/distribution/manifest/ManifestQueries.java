package dev.gantry.server.distribution.manifest;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.repository.RepositoryName;
import dev.gantry.server.repository.TagName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads manifests, as clients pull them. */
@Component
class ManifestQueries {
    private static final String SELECT = """
            select m.digest, m.media_type, m.content from repository r join manifest m on m.repository_id = r.id
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ManifestQueries(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Optional<StoredManifest> find(RepositoryName name, Digest digest) {
        return jdbc.sql(SELECT + " where r.name = :name and m.digest = :digest")
                .param("name", name.text())
                .param("digest", digest.toString())
                .query(ManifestQueries::stored)
                .optional();
    }

    Optional<StoredManifest> find(RepositoryName name, TagName tag) {
        return jdbc.sql(SELECT + """
                 join tag t on t.repository_id = r.id and t.digest = m.digest
                 where r.name = :name and t.name = :tag
                """)
                .param("name", name.text())
                .param("tag", tag.text())
                .query(ManifestQueries::stored)
                .optional();
    }

    private static StoredManifest stored(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new StoredManifest(
                Digest.parse(row.getString("digest")), row.getString("media_type"), row.getBytes("content"));
    }

    /** Descriptors of the manifests that are about the subject, by digest. */
    List<Referrer> referrers(
            RepositoryName name, Digest subject, @Nullable String artifactType, String after, int most) {
        return jdbc.sql("""
                select m.digest, m.media_type, m.artifact_type, m.annotations, octet_length(m.content) as size
                  from repository r join manifest m on m.repository_id = r.id
                 where r.name = :name and m.subject = :subject and m.digest > :after
                   and (:type::text is null or m.artifact_type = :type)
                 order by m.digest limit :most
                """)
                .param("name", name.text())
                .param("subject", subject.toString())
                .param("after", after)
                .param("type", artifactType)
                .param("most", most)
                .query((row, n) -> new Referrer(
                        row.getString("media_type"),
                        row.getString("digest"),
                        row.getLong("size"),
                        row.getString("artifact_type"),
                        annotations(row.getString("annotations"))))
                .list();
    }

    @SuppressWarnings("unchecked")
    private Map<String, String> annotations(String text) {
        return json.readValue(text, Map.class);
    }

    /** A descriptor as the specification spells it. */
    record Referrer(
            String mediaType,
            String digest,
            long size,

            @com.fasterxml.jackson.annotation.JsonInclude(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL)
            @Nullable
            String artifactType,

            @com.fasterxml.jackson.annotation.JsonInclude(
                    com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY)
            Map<String, String> annotations) {}
}
