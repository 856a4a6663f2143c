package dev.gantry.server.identity;

import dev.gantry.server.access.Role;
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

/** The table of tokens. Read with each request of a script, so by plain SQL. */
@Component
class TokenRows {
    private static final String SELECT = """
            select t.id, t.name, t.prefix, t.created_at, t.expires_at, t.last_used_at, t.revoked_at, t.user_id,
                   u.name as user_name, u.role, u.enabled, u.epoch
              from token t join user_account u on u.id = t.user_id
            """;

    private final JdbcClient jdbc;

    TokenRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(TokenView token, UUID userId, byte[] hash) {
        jdbc.sql("""
                insert into token (id, user_id, name, prefix, hash, created_at, expires_at)
                values (:id, :userId, :name, :prefix, :hash, :createdAt, :expiresAt)
                """)
                .param("id", token.id())
                .param("userId", userId)
                .param("name", token.name())
                .param("prefix", token.prefix())
                .param("hash", hash)
                .param("createdAt", utc(token.createdAt()))
                .param("expiresAt", utc(token.expiresAt()))
                .update();
    }

    Optional<Row> byHash(byte[] hash) {
        return jdbc.sql(SELECT + " where t.hash = :hash")
                .param("hash", hash)
                .query(TokenRows::row)
                .optional();
    }

    Optional<Row> byId(UUID id) {
        return jdbc.sql(SELECT + " where t.id = :id")
                .param("id", id)
                .query(TokenRows::row)
                .optional();
    }

    boolean isNamed(UUID userId, String name, Instant now) {
        return jdbc.sql("""
                select count(*) from token
                 where user_id = :userId and name = :name and revoked_at is null and expires_at > :now
                """)
                        .param("userId", userId)
                        .param("name", name)
                        .param("now", utc(now))
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Newest first; of one user, or of all when the owner is null. */
    List<Row> list(@Nullable UUID owner, @Nullable UUID after, int rows) {
        return jdbc.sql(SELECT + """
                 where (:owner::uuid is null or t.user_id = :owner) and (:after::uuid is null or t.id < :after)
                 order by t.id desc limit :rows
                """)
                .param("owner", owner)
                .param("after", after)
                .param("rows", rows)
                .query(TokenRows::row)
                .list();
    }

    long count(@Nullable UUID owner) {
        return jdbc.sql("select count(*) from token where (:owner::uuid is null or user_id = :owner)")
                .param("owner", owner)
                .query(Long.class)
                .single();
    }

    void revoke(UUID id, Instant at) {
        jdbc.sql("update token set revoked_at = :at where id = :id and revoked_at is null")
                .param("id", id)
                .param("at", utc(at))
                .update();
    }

    List<UUID> revokeNamed(UUID userId, String name, Instant at) {
        return jdbc.sql("""
                update token set revoked_at = :at
                 where user_id = :userId and name = :name and revoked_at is null returning id
                """)
                .param("at", utc(at))
                .param("userId", userId)
                .param("name", name)
                .query(UUID.class)
                .list();
    }

    /** At most one write a minute for each token, however often it is used. */
    void used(UUID id, Instant at) {
        jdbc.sql("""
                update token set last_used_at = :at
                 where id = :id and (last_used_at is null or last_used_at < :before)
                """)
                .param("id", id)
                .param("at", utc(at))
                .param("before", utc(at.minusSeconds(60)))
                .update();
    }

    private static Row row(ResultSet rs, int number) throws SQLException {
        TokenView view = new TokenView(
                rs.getObject("id", UUID.class),
                rs.getString("name"),
                rs.getString("prefix"),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                rs.getObject("expires_at", OffsetDateTime.class).toInstant(),
                instant(rs.getObject("last_used_at", OffsetDateTime.class)),
                instant(rs.getObject("revoked_at", OffsetDateTime.class)),
                rs.getString("user_name"));
        return new Row(
                view,
                rs.getObject("user_id", UUID.class),
                Role.valueOf(rs.getString("role")),
                rs.getBoolean("enabled"),
                rs.getInt("epoch"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /** A token with what matters of its user. */
    record Row(TokenView view, UUID userId, Role role, boolean enabled, int epoch) {
        boolean valid(Instant now) {
            return enabled && view.revokedAt() == null && now.isBefore(view.expiresAt());
        }
    }
}
