package dev.gantry.server.distribution.blob;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.repository.RepositoryName;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which blobs there are and which repositories may hand them out. */
@Component
public class BlobRows {
    private final JdbcClient jdbc;

    BlobRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Row> find(RepositoryName name, Digest digest) {
        return jdbc.sql("""
                select r.id, b.size_bytes, rb.touched_at
                  from repository r join repository_blob rb on rb.repository_id = r.id join blob b on b.digest = rb.digest
                 where r.name = :name and rb.digest = :digest
                """)
                .param("name", name.text())
                .param("digest", digest.toString())
                .query((row, n) -> new Row(
                        row.getObject("id", UUID.class),
                        row.getLong("size_bytes"),
                        row.getObject("touched_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** Someone counts on it. False when it went meanwhile. */
    boolean touch(UUID repositoryId, Digest digest, Instant now) {
        return jdbc.sql("""
                update repository_blob set touched_at = greatest(touched_at, :now)
                 where repository_id = :repository and digest = :digest
                """)
                        .param("repository", repositoryId)
                        .param("digest", digest.toString())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                > 0;
    }

    /** Keeps others from adding or removing the bytes of this digest until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(Digest digest) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:digest, 40))::text")
                .param("digest", digest.toString())
                .query(String.class)
                .list();
    }

    /** The store has these bytes, and the repository hands them out. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(UUID repositoryId, Digest digest, long sizeBytes, Instant now) {
        jdbc.sql("""
                insert into blob (digest, size_bytes, touched_at) values (:digest, :size, :now)
                on conflict (digest) do update set touched_at = greatest(blob.touched_at, excluded.touched_at)
                """)
                .param("digest", digest.toString())
                .param("size", sizeBytes)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        link(repositoryId, digest, now);
    }

    /**
     * The repository hands out a blob that another one has.
     *
     * @param from null for any other
     * @return false when that one does not have it
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean mount(UUID repositoryId, Digest digest, @Nullable UUID from, Instant now) {
        int found = jdbc.sql("""
                update blob set touched_at = greatest(touched_at, :now)
                 where digest = :digest
                   and exists (select 1 from repository_blob other where other.digest = blob.digest
                                  and (:from::uuid is null or other.repository_id = :from))
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("digest", digest.toString())
                .param("from", from)
                .update();
        if (found > 0) {
            link(repositoryId, digest, now);
        }
        return found > 0;
    }

    private void link(UUID repositoryId, Digest digest, Instant now) {
        jdbc.sql("""
                insert into repository_blob (repository_id, digest, touched_at) values (:repository, :digest, :now)
                on conflict (repository_id, digest)
                do update set touched_at = greatest(repository_blob.touched_at, excluded.touched_at)
                """)
                .param("repository", repositoryId)
                .param("digest", digest.toString())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The repository hands it out no longer. False when a manifest needs it. */
    boolean unlink(UUID repositoryId, Digest digest) {
        return jdbc.sql("""
                delete from repository_blob rb where repository_id = :repository and digest = :digest
                   and not exists (select 1 from manifest_reference m
                                    where m.repository_id = rb.repository_id and m.blob = rb.digest)
                """)
                        .param("repository", repositoryId)
                        .param("digest", digest.toString())
                        .update()
                > 0;
    }

    record Row(UUID repositoryId, long sizeBytes, Instant touchedAt) {}
}
