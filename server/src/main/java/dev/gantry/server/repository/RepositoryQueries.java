package dev.gantry.server.repository;

import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads repositories, their tags and manifests. */
@Component
class RepositoryQueries {
    private static final int MOST_UNTAGGED = 100;
    private static final String SELECT = """
            select r.id, r.name, r.created_at, last.pushed_at, last.pushed_by,
                   (select count(*) from tag t where t.repository_id = r.id) as tags,
                   (select coalesce(sum(b.size_bytes), 0) from repository_blob rb join blob b on b.digest = rb.digest
                     where rb.repository_id = r.id) as size_bytes
              from repository r
              join lateral (select pushed_at, pushed_by from manifest m where m.repository_id = r.id
                             order by pushed_at desc limit 1) last on true
            """;
    private static final String MANIFEST =
            "m.digest, m.media_type, m.artifact_type, m.platforms, m.image_bytes, m.pushed_at, m.pushed_by";

    private final JdbcClient jdbc;

    RepositoryQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those with a manifest, by name. */
    Page<RepositoryView> list(@Nullable String q, PageQuery page) {
        long total = jdbc.sql("""
                select count(*) from repository r where exists (select 1 from manifest m where m.repository_id = r.id)
                   and (:q::text is null or r.name ilike :q)
                """).param("q", pattern(q)).query(Long.class).single();
        List<RepositoryView> found = jdbc.sql(SELECT + """
                 where (:q::text is null or r.name ilike :q) and (:after::text is null or r.name > :after)
                 order by r.name limit :rows
                """)
                .param("q", pattern(q))
                .param("after", page.after())
                .param("rows", page.oneMore())
                .query(RepositoryQueries::repository)
                .list();
        return Page.of(found, page, total, RepositoryView::name);
    }

    Optional<RepositoryView> find(UUID id) {
        return jdbc.sql(SELECT + " where r.id = :id")
                .param("id", id)
                .query(RepositoryQueries::repository)
                .optional();
    }

    List<ManifestView> untagged(UUID id) {
        return jdbc.sql("select " + MANIFEST + """
                  from manifest m where m.repository_id = :id
                   and not exists (select 1 from tag t where t.repository_id = m.repository_id and t.digest = m.digest)
                   and not exists (select 1 from manifest_reference i
                                    where i.repository_id = m.repository_id and i.child = m.digest)
                 order by m.pushed_at desc, m.digest limit :most
                """)
                .param("id", id)
                .param("most", MOST_UNTAGGED)
                .query((row, n) -> manifest(row))
                .list();
    }

    /** @param command makes of a tag's name what pulls it */
    Page<ManifestView.TagView> tags(UUID id, @Nullable String q, PageQuery page, UnaryOperator<String> command) {
        long total = jdbc.sql(
                        "select count(*) from tag where repository_id = :id and (:q::text is null or name ilike :q)")
                .param("id", id)
                .param("q", pattern(q))
                .query(Long.class)
                .single();
        List<ManifestView.TagView> found = jdbc.sql(
                        "select t.name, t.pushed_at as tagged_at, t.pushed_by as tagged_by, " + MANIFEST + """
                  from tag t join manifest m on m.repository_id = t.repository_id and m.digest = t.digest
                 where t.repository_id = :id and (:q::text is null or t.name ilike :q)
                   and (:after::text is null or t.name > :after)
                 order by t.name limit :rows
                """)
                .param("id", id)
                .param("q", pattern(q))
                .param("after", page.after())
                .param("rows", page.oneMore())
                .query((row, n) -> new ManifestView.TagView(
                        row.getString("name"),
                        manifest(row),
                        instant(row, "tagged_at"),
                        row.getString("tagged_by"),
                        command.apply(row.getString("name"))))
                .list();
        return Page.of(found, page, total, ManifestView.TagView::name);
    }

    Optional<ManifestView> manifest(UUID id, String digest) {
        return jdbc.sql("select " + MANIFEST + " from manifest m where m.repository_id = :id and m.digest = :digest")
                .param("id", id)
                .param("digest", digest)
                .query((row, n) -> manifest(row))
                .optional();
    }

    List<String> tagsOf(UUID id, String digest) {
        return jdbc.sql("select name from tag where repository_id = :id and digest = :digest order by name limit 200")
                .param("id", id)
                .param("digest", digest)
                .query(String.class)
                .list();
    }

    private static @Nullable String pattern(@Nullable String q) {
        return q == null || q.isBlank() ? null : "%" + q.replaceAll("([%_\\\\])", "\\\\$1") + "%";
    }

    private static RepositoryView repository(ResultSet row, int number) throws SQLException {
        return new RepositoryView(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getLong("tags"),
                row.getLong("size_bytes"),
                instant(row, "created_at"),
                instant(row, "pushed_at"),
                row.getString("pushed_by"));
    }

    private static ManifestView manifest(ResultSet row) throws SQLException {
        Array platforms = row.getArray("platforms");
        return new ManifestView(
                row.getString("digest"),
                row.getString("media_type"),
                row.getString("artifact_type"),
                List.of((String[]) platforms.getArray()),
                row.getLong("image_bytes"),
                instant(row, "pushed_at"),
                row.getString("pushed_by"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
