package dev.gantry.server.distribution.collect;

import dev.gantry.oci.digest.Digest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes rows that nothing holds. Each step locks its candidates first, passing over those that a push holds, and judges
 * them again in a second statement, whose snapshot is younger than the locks: what a push committed before is seen, and
 * what begins later waits. So no push waits long, and none is taken from under.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class CollectorRows {
    private static final int MOST = 500;

    private final JdbcClient jdbc;

    CollectorRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Gives up uploads that nobody goes on with. @return their ids */
    List<UUID> idleUploads(Instant before) {
        return jdbc.sql("""
                delete from upload where id in (
                    select id from upload where touched_at < :before order by id limit :most for update skip locked)
                returning id
                """)
                .param("before", utc(before))
                .param("most", MOST)
                .query(UUID.class)
                .list();
    }

    /** Takes blobs from repositories in which no manifest needs them. @return how many */
    int unneeded(Instant before) {
        List<Link> locked = jdbc.sql("""
                select repository_id, digest from repository_blob rb
                 where touched_at < :before and not exists (select 1 from manifest_reference m
                        where m.repository_id = rb.repository_id and m.blob = rb.digest)
                 order by repository_id, digest limit :most for update skip locked
                """)
                .param("before", utc(before))
                .param("most", MOST)
                .query((row, n) -> new Link(row.getObject("repository_id", UUID.class), row.getString("digest")))
                .list();
        return jdbc.sql("""
                delete from repository_blob rb
                 where (repository_id, digest) in (select * from unnest(:repositories::uuid[], :digests::text[]))
                   and touched_at < :before
                   and not exists (select 1 from manifest_reference m
                                    where m.repository_id = rb.repository_id and m.blob = rb.digest)
                """)
                .param("repositories", locked.stream().map(Link::repositoryId).toArray(UUID[]::new))
                .param("digests", locked.stream().map(Link::digest).toArray(String[]::new))
                .param("before", utc(before))
                .update();
    }

    /** Forgets blobs that no repository has. @return how many */
    int unlinked(Instant before) {
        List<String> locked = jdbc.sql("""
                select digest from blob b
                 where touched_at < :before and not exists (select 1 from repository_blob rb where rb.digest = b.digest)
                 order by digest limit :most for update skip locked
                """)
                .param("before", utc(before))
                .param("most", MOST)
                .query(String.class)
                .list();
        return jdbc.sql("""
                delete from blob b where digest = any(:digests) and touched_at < :before
                   and not exists (select 1 from repository_blob rb where rb.digest = b.digest)
                """)
                .param("digests", locked.toArray(String[]::new))
                .param("before", utc(before))
                .update();
    }

    /** Forgets repositories to which nothing was pushed, or from which all was deleted. @return how many */
    int empty(Instant before) {
        String condition = """
                 created_at < :before
                   and not exists (select 1 from manifest m where m.repository_id = r.id)
                   and not exists (select 1 from repository_blob rb where rb.repository_id = r.id)
                   and not exists (select 1 from upload u where u.repository_id = r.id)
                """;
        List<UUID> locked = jdbc.sql("select id from repository r where " + condition
                        + " order by id limit :most for update skip locked")
                .param("before", utc(before))
                .param("most", MOST)
                .query(UUID.class)
                .list();
        return jdbc.sql("delete from repository r where id = any(:ids::uuid[]) and " + condition)
                .param("ids", locked.toArray(UUID[]::new))
                .param("before", utc(before))
                .update();
    }

    boolean hasBlob(Digest digest) {
        return jdbc.sql("select exists (select 1 from blob where digest = :digest)")
                .param("digest", digest.toString())
                .query(Boolean.class)
                .single();
    }

    /** Those of the digests that no row speaks of. */
    List<Digest> strayBlobs(List<Digest> digests) {
        return jdbc
                .sql(
                        "select d from unnest(:digests::text[]) d where not exists (select 1 from blob b where b.digest = d)")
                .param("digests", digests.stream().map(Digest::toString).toArray(String[]::new))
                .query(String.class)
                .list()
                .stream()
                .map(Digest::parse)
                .toList();
    }

    /** Those of the uploads that no row speaks of. */
    List<UUID> strayUploads(List<UUID> uploads) {
        return jdbc.sql("""
                select i from unnest(:ids::uuid[]) i
                 where not exists (select 1 from upload u where u.id = i)
                   and not exists (select 1 from archive_upload a where a.id = i)
                """)
                .param("ids", uploads.toArray(UUID[]::new))
                .query(UUID.class)
                .list();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private record Link(UUID repositoryId, String digest) {}
}
