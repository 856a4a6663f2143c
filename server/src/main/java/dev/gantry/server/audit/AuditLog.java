package dev.gantry.server.audit;

import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Callers;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import dev.gantry.server.platform.Ids;
import dev.gantry.server.platform.problem.RequestIds;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Writes down each change in the change's own transaction: either both are there or neither is. */
@Component
public class AuditLog {
    private final JdbcClient jdbc;
    private final LiveChanges live;
    private final Ids ids;
    private final Clock clock;
    private final JsonMapper json;

    AuditLog(JdbcClient jdbc, LiveChanges live, Ids ids, Clock clock, JsonMapper json) {
        this.jdbc = jdbc;
        this.live = live;
        this.ids = ids;
        this.clock = clock;
        this.json = json;
    }

    /**
     * Records a change that the current caller makes.
     *
     * @param action noun and verb: "container.create"
     * @param subjectId an id, a digest; its toString is kept
     * @param before the changed fields' old values, null for what is new; the writer leaves secrets out
     * @param after the changed fields' new values, null for what is gone
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(
            String action,
            String subjectType,
            @Nullable Object subjectId,
            @Nullable String subjectName,
            @Nullable Map<String, ?> before,
            @Nullable Map<String, ?> after) {
        record(Callers.current(), action, subjectType, subjectId, subjectName, before, after);
    }

    /** Records a change that someone makes who is not (yet) the current caller. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(
            Caller caller,
            String action,
            String subjectType,
            @Nullable Object subjectId,
            @Nullable String subjectName,
            @Nullable Map<String, ?> before,
            @Nullable Map<String, ?> after) {
        UUID id = ids.next();
        jdbc.sql("""
                insert into audit_entry (id, at, actor, actor_type, actor_id, address, action,
                                         subject_type, subject_id, subject_name, before, after, request_id)
                values (:id, :at, :actor, :actorType, :actorId, :address, :action,
                        :subjectType, :subjectId, :subjectName, :before::jsonb, :after::jsonb, :requestId)
                """)
                .param("id", id)
                .param("at", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .param("actor", caller.name())
                .param("actorType", caller.type().name())
                .param("actorId", caller.id())
                .param("address", caller.address())
                .param("action", action)
                .param("subjectType", subjectType)
                .param("subjectId", subjectId == null ? null : subjectId.toString())
                .param("subjectName", subjectName)
                .param("before", text(before))
                .param("after", text(after))
                .param("requestId", RequestIds.current())
                .update();
        live.changed(Topic.AUDIT, id);
    }

    private @Nullable String text(@Nullable Map<String, ?> values) {
        return values == null ? null : json.writeValueAsString(values);
    }
}
