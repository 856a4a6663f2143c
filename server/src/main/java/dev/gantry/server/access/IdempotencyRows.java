package dev.gantry.server.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of answers to requests with an Idempotency-Key. */
@Component
class IdempotencyRows {
    private static final Duration KEPT = Duration.ofHours(24);
    /** Longer than any request takes: an unanswered one older than this died with its server. */
    private static final Duration ABANDONED = Duration.ofMinutes(30);

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    IdempotencyRows(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** Claims the key, or returns what is known of the request that has it. */
    @Nullable
    Row begin(String caller, String key, byte[] fingerprint) {
        Instant now = clock.instant();
        jdbc.sql("""
                delete from idempotency where caller = :caller and key = :key
                   and (created_at < :old or (status is null and created_at < :abandoned))
                """)
                .param("caller", caller)
                .param("key", key)
                .param("old", utc(now.minus(KEPT)))
                .param("abandoned", utc(now.minus(ABANDONED)))
                .update();
        int claimed = jdbc.sql("""
                insert into idempotency (caller, key, fingerprint, created_at)
                values (:caller, :key, :fingerprint, :now) on conflict do nothing
                """)
                .param("caller", caller)
                .param("key", key)
                .param("fingerprint", fingerprint)
                .param("now", utc(now))
                .update();
        return claimed == 1
                ? null
                : jdbc.sql("select * from idempotency where caller = :caller and key = :key")
                        .param("caller", caller)
                        .param("key", key)
                        .query(this::row)
                        .optional()
                        .orElse(null);
    }

    void end(String caller, String key, int status, Map<String, String> headers, byte @Nullable [] body) {
        jdbc.sql("""
                update idempotency set status = :status, headers = :headers::jsonb, body = :body
                 where caller = :caller and key = :key
                """)
                .param("status", status)
                .param("headers", json.writeValueAsString(headers))
                .param("body", body, java.sql.Types.BINARY)
                .param("caller", caller)
                .param("key", key)
                .update();
    }

    void forget(String caller, String key) {
        jdbc.sql("delete from idempotency where caller = :caller and key = :key")
                .param("caller", caller)
                .param("key", key)
                .update();
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT2M")
    void prune() {
        jdbc.sql("delete from idempotency where created_at < :old")
                .param("old", utc(clock.instant().minus(KEPT)))
                .update();
    }

    private Row row(ResultSet rs, int number) throws SQLException {
        String headers = rs.getString("headers");
        return new Row(
                rs.getBytes("fingerprint"),
                rs.getObject("status", Integer.class),
                headers == null ? Map.of() : json.readValue(headers, HEADERS),
                rs.getBytes("body"));
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /**
     * The first request.
     *
     * @param status null while it runs
     * @param body null when it is not kept
     */
    record Row(byte[] fingerprint, @Nullable Integer status, Map<String, String> headers, byte @Nullable [] body) {}
}
