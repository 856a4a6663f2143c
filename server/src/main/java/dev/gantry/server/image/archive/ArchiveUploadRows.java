package dev.gantry.server.image.archive;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of archives on their way. */
@Component
class ArchiveUploadRows {
    /** Any number will do, as long as nothing else in this database locks it. */
    private static final long LOCK = 0x67616e747279L + 46;

    private final JdbcClient jdbc;

    ArchiveUploadRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Row(
            UUID id,
            String fileName,
            long sizeBytes,
            long modifiedMs,
            Instant startedAt,
            Instant touchedAt,
            @Nullable UUID operationId) {}

    /** From here to the end of the transaction nobody else begins one. */
    void lockAll() {
        jdbc.sql("select pg_advisory_xact_lock(:lock)::text")
                .param("lock", LOCK)
                .query(String.class)
                .list();
    }

    long bytes() {
        return jdbc.sql("select coalesce(sum(size_bytes), 0) from archive_upload")
                .query(Long.class)
                .single();
    }

    void insert(Row row, String by) {
        jdbc.sql("""
                insert into archive_upload (id, file_name, size_bytes, modified_ms, started_by, started_at, touched_at)
                values (:id, :name, :size, :modified, :by, :now, :now)
                """)
                .param("id", row.id())
                .param("name", row.fileName())
                .param("size", row.sizeBytes())
                .param("modified", row.modifiedMs())
                .param("by", by)
                .param("now", utc(row.startedAt()))
                .update();
    }

    List<Row> of(String by) {
        return jdbc.sql("select * from archive_upload where started_by = :by order by started_at, id")
                .param("by", by)
                .query(ArchiveUploadRows::row)
                .list();
    }

    Optional<Row> find(UUID id, String by) {
        return jdbc.sql("select * from archive_upload where id = :id and started_by = :by")
                .param("id", id)
                .param("by", by)
                .query(ArchiveUploadRows::row)
                .optional();
    }

    /** Until the end of the transaction nobody else changes it. */
    Optional<Row> lock(UUID id, String by) {
        return jdbc.sql("select * from archive_upload where id = :id and started_by = :by for update")
                .param("id", id)
                .param("by", by)
                .query(ArchiveUploadRows::row)
                .optional();
    }

    void touch(UUID id, Instant now) {
        jdbc.sql("update archive_upload set touched_at = :now where id = :id")
                .param("id", id)
                .param("now", utc(now))
                .update();
    }

    void imports(UUID id, UUID operationId, Instant now) {
        jdbc.sql("update archive_upload set operation_id = :operation, touched_at = :now where id = :id")
                .param("id", id)
                .param("operation", operationId)
                .param("now", utc(now))
                .update();
    }

    void delete(UUID id) {
        jdbc.sql("delete from archive_upload where id = :id").param("id", id).update();
    }

    /** Forgets those that nobody goes on with and no host imports. @return their ids */
    List<UUID> idle(Instant before) {
        return jdbc.sql("""
                delete from archive_upload a where touched_at < :before
                   and not exists (select 1 from operation o
                                    where o.id = a.operation_id and o.state in ('PENDING', 'RUNNING'))
                returning id
                """).param("before", utc(before)).query(UUID.class).list();
    }

    private static Row row(ResultSet row, int n) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("file_name"),
                row.getLong("size_bytes"),
                row.getLong("modified_ms"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getObject("touched_at", OffsetDateTime.class).toInstant(),
                row.getObject("operation_id", UUID.class));
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
