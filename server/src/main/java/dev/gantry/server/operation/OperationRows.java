package dev.gantry.server.operation;

import dev.gantry.protocol.facts.Problem;
import dev.gantry.server.peer.Replica;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of operations. Written on hot paths (progress), so by plain SQL. */
@Component
class OperationRows {
    private static final TypeReference<List<StepView>> STEPS = new TypeReference<>() {};
    private static final TypeReference<List<OperationView.HostOutcome>> HOSTS = new TypeReference<>() {};
    private static final String COLUMNS = "id, kind, subject_type, subject_id, subject_name, host_id, state, steps,"
            + " problem, created_by, created_at, finished_at, hosts";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Replica replica;

    OperationRows(JdbcClient jdbc, JsonMapper json, Replica replica) {
        this.jdbc = jdbc;
        this.replica = replica;
        this.json = json;
    }

    void insert(OperationView row) {
        jdbc.sql("""
                insert into operation (id, kind, subject_type, subject_id, subject_name, host_id, state, steps,
                                       problem, created_by, created_at, finished_at, hosts, server_id)
                values (:id, :kind, :subjectType, :subjectId, :subjectName, :hostId, :state, :steps::jsonb,
                        :problem::jsonb, :createdBy, :createdAt, :finishedAt, :hosts::jsonb, :server)
                """)
                .param("id", row.id())
                .param("kind", row.kind())
                .param("subjectType", row.subjectType())
                .param("subjectId", row.subjectId())
                .param("subjectName", row.subjectName())
                .param("hostId", row.hostId())
                .param("state", row.state().name())
                .param("steps", json.writeValueAsString(row.steps()))
                .param("problem", problem(row))
                .param("createdBy", row.createdBy())
                .param("createdAt", utc(row.createdAt()))
                .param("finishedAt", utc(row.finishedAt()))
                .param("hosts", json.writeValueAsString(row.hosts()))
                .param("server", replica.id())
                .update();
    }

    void update(OperationView row) {
        jdbc.sql("""
                update operation
                   set subject_id = :subjectId, subject_name = :subjectName, state = :state, steps = :steps::jsonb,
                       problem = :problem::jsonb, finished_at = :finishedAt, hosts = :hosts::jsonb
                 where id = :id
                """)
                .param("id", row.id())
                .param("subjectId", row.subjectId())
                .param("subjectName", row.subjectName())
                .param("state", row.state().name())
                .param("steps", json.writeValueAsString(row.steps()))
                .param("problem", problem(row))
                .param("finishedAt", utc(row.finishedAt()))
                .param("hosts", json.writeValueAsString(row.hosts()))
                .update();
    }

    @Nullable
    OperationView find(UUID id) {
        return one("select " + COLUMNS + " from operation where id = :id", id);
    }

    /** Holds the row until the transaction ends. */
    @Nullable
    OperationView lock(UUID id) {
        return one("select " + COLUMNS + " from operation where id = :id for update", id);
    }

    /** Those that have not ended and whose server holds no lease any more. */
    List<OperationView> orphaned() {
        return jdbc.sql("select " + COLUMNS + """
                  from operation
                 where state in ('PENDING', 'RUNNING')
                   and not exists (select 1 from server_lease l where l.id = server_id and l.held_until > now())
                 order by id
                """).query(this::row).list();
    }

    /** Newest first, behind the given id. */
    List<OperationView> list(
            @Nullable OperationState state, @Nullable String subjectId, @Nullable UUID after, int rows) {
        return jdbc.sql("select " + COLUMNS + """
                  from operation
                 where (:state::text is null or state = :state)
                   and (:subjectId::text is null or subject_id = :subjectId)
                   and (:after::uuid is null or id < :after)
                 order by id desc limit :rows
                """)
                .param("state", state == null ? null : state.name())
                .param("subjectId", subjectId)
                .param("after", after)
                .param("rows", rows)
                .query(this::row)
                .list();
    }

    long count(@Nullable OperationState state, @Nullable String subjectId) {
        return jdbc.sql("""
                select count(*) from operation
                 where (:state::text is null or state = :state) and (:subjectId::text is null or subject_id = :subjectId)
                """)
                .param("state", state == null ? null : state.name())
                .param("subjectId", subjectId)
                .query(Long.class)
                .single();
    }

    void deleteFinishedBefore(Instant before) {
        jdbc.sql("delete from operation where finished_at < :before")
                .param("before", utc(before))
                .update();
    }

    private @Nullable OperationView one(String sql, UUID id) {
        List<OperationView> found =
                jdbc.sql(sql).param("id", id).query(this::row).list();
        return found.isEmpty() ? null : found.get(0);
    }

    private OperationView row(ResultSet rs, int number) throws SQLException {
        String problem = rs.getString("problem");
        return new OperationView(
                rs.getObject("id", UUID.class),
                rs.getString("kind"),
                rs.getString("subject_type"),
                rs.getString("subject_id"),
                rs.getString("subject_name"),
                rs.getObject("host_id", UUID.class),
                OperationState.valueOf(rs.getString("state")),
                json.readValue(rs.getString("steps"), STEPS),
                problem == null ? null : json.readValue(problem, Problem.class),
                rs.getString("created_by"),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(rs.getObject("finished_at", OffsetDateTime.class)),
                json.readValue(rs.getString("hosts"), HOSTS));
    }

    private @Nullable String problem(OperationView row) {
        return row.problem() == null ? null : json.writeValueAsString(row.problem());
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
