package dev.gantry.server.registry;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of registries. */
@Component
class RegistryRows {
    private static final String SELECT = "select id, host, plain_http, authority, mirror_of, token_hosts, username,"
            + " sealed_secret, created_at, version from registry";

    private final JdbcClient jdbc;

    RegistryRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param sealedSecret null exactly when there is no user name */
    record Row(RegistryView view, byte @Nullable [] sealedSecret) {}

    /** @return false when the host is taken */
    boolean insert(Row row) {
        try {
            fill(jdbc.sql("""
                    insert into registry (id, host, plain_http, authority, mirror_of, token_hosts, username,
                                          sealed_secret, created_at, version)
                    values (:id, :host, :plainHttp, :authority, :mirrorOf, :tokenHosts, :username, :secret,
                            :createdAt, 1)
                    """), row)
                    .param("createdAt", OffsetDateTime.ofInstant(row.view().createdAt(), ZoneOffset.UTC))
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /** @return false when the host is taken */
    boolean update(Row row) {
        try {
            fill(jdbc.sql("""
                    update registry
                       set host = :host, plain_http = :plainHttp, authority = :authority, mirror_of = :mirrorOf,
                           token_hosts = :tokenHosts, username = :username, sealed_secret = :secret,
                           version = version + 1
                     where id = :id
                    """), row).update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    private static JdbcClient.StatementSpec fill(JdbcClient.StatementSpec statement, Row row) {
        RegistryView view = row.view();
        return statement
                .param("id", view.id())
                .param("host", view.host())
                .param("plainHttp", view.plainHttp())
                .param("authority", view.authority())
                .param("mirrorOf", view.mirrorOf())
                .param("tokenHosts", view.tokenHosts().toArray(String[]::new))
                .param("username", view.username())
                .param("secret", row.sealedSecret());
    }

    void delete(UUID id) {
        jdbc.sql("delete from registry where id = :id").param("id", id).update();
    }

    Optional<Row> lock(UUID id) {
        return jdbc.sql(SELECT + " where id = :id for update")
                .param("id", id)
                .query(RegistryRows::row)
                .optional();
    }

    Optional<Row> find(UUID id) {
        return jdbc.sql(SELECT + " where id = :id")
                .param("id", id)
                .query(RegistryRows::row)
                .optional();
    }

    /** The registry itself, if it is known, and its mirrors; these first, by host. */
    List<Row> serving(String host) {
        return jdbc.sql(SELECT + " where host = :host or mirror_of = :host order by host = :host, host")
                .param("host", host)
                .query(RegistryRows::row)
                .list();
    }

    List<Row> page(@Nullable UUID after, int rows) {
        return jdbc.sql(SELECT + " where (:after::uuid is null or id < :after) order by id desc limit :rows")
                .param("after", after)
                .param("rows", rows)
                .query(RegistryRows::row)
                .list();
    }

    long count() {
        return jdbc.sql("select count(*) from registry").query(Long.class).single();
    }

    private static Row row(ResultSet rs, int number) throws SQLException {
        Array tokenHosts = rs.getArray("token_hosts");
        RegistryView view = new RegistryView(
                rs.getObject("id", UUID.class),
                rs.getString("host"),
                rs.getBoolean("plain_http"),
                rs.getString("authority"),
                rs.getString("mirror_of"),
                List.of((String[]) tokenHosts.getArray()),
                rs.getString("username"),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                rs.getLong("version"));
        return new Row(view, rs.getBytes("sealed_secret"));
    }
}
