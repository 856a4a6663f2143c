package dev.gantry.server.audit;

import dev.gantry.server.access.ActorType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads the table of the audit. */
@Component
class AuditRows {
    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};
    private static final String WHERE = """
             where (:actor::text is null or actor = :actor)
               and (:action::text is null or action = :action or starts_with(action, :action || '.'))
               and (:subject::text is null or subject_id = :subject or subject_name = :subject)
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    AuditRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    List<AuditEntry> list(Filter filter, @Nullable UUID after, int rows) {
        return filtered(
                        "select * from audit_entry" + WHERE
                                + " and (:after::uuid is null or id < :after) order by id desc limit :rows",
                        filter)
                .param("after", after)
                .param("rows", rows)
                .query(this::row)
                .list();
    }

    long count(Filter filter) {
        return filtered("select count(*) from audit_entry" + WHERE, filter)
                .query(Long.class)
                .single();
    }

    private JdbcClient.StatementSpec filtered(String sql, Filter filter) {
        return jdbc.sql(sql)
                .param("actor", filter.actor())
                .param("action", filter.action())
                .param("subject", filter.subject());
    }

    private AuditEntry row(ResultSet rs, int number) throws SQLException {
        return new AuditEntry(
                rs.getObject("id", UUID.class),
                rs.getObject("at", OffsetDateTime.class).toInstant(),
                rs.getString("actor"),
                ActorType.valueOf(rs.getString("actor_type")),
                rs.getString("address"),
                rs.getString("action"),
                rs.getString("subject_type"),
                rs.getString("subject_id"),
                rs.getString("subject_name"),
                values(rs.getString("before")),
                values(rs.getString("after")),
                rs.getString("request_id"));
    }

    private @Nullable Map<String, Object> values(@Nullable String text) {
        return text == null ? null : json.readValue(text, VALUES);
    }

    /** Null lets all through. */
    record Filter(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String subject) {}
}
