package dev.gantry.server.distribution.upload;

import dev.gantry.server.repository.RepositoryName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of uploads. How many bytes one has is the blob store's to say; the row's size serves the quota. */
@Component
class UploadRows {
    private final JdbcClient jdbc;

    UploadRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(UUID id, UUID repositoryId, String by, Instant now) {
        jdbc.sql("""
                insert into upload (id, repository_id, size_bytes, started_at, started_by, touched_at)
                values (:id, :repository, 0, :now, :by, :now)
                """)
                .param("id", id)
                .param("repository", repositoryId)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("by", by)
                .update();
    }

    /** The id of the repository that the upload is for. */
    Optional<UUID> repositoryOf(RepositoryName name, UUID id) {
        return jdbc.sql("""
                select r.id from upload u join repository r on r.id = u.repository_id
                 where u.id = :id and r.name = :name
                """)
                .param("id", id)
                .param("name", name.text())
                .query(UUID.class)
                .optional();
    }

    /** False when it is gone. */
    boolean touch(UUID id, long sizeBytes, Instant now) {
        return jdbc.sql("update upload set touched_at = :now, size_bytes = :size where id = :id")
                        .param("id", id)
                        .param("size", sizeBytes)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                > 0;
    }

    /** False when it is gone. */
    boolean delete(UUID id) {
        return jdbc.sql("delete from upload where id = :id").param("id", id).update() > 0;
    }
}
