package dev.gantry.server.container.goal;

import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.server.operation.OperationOwner;
import dev.gantry.server.operation.OperationView;
import dev.gantry.server.operation.Operations;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The goals of open operations, as rows: a server that starts again goes on judging where the last one ended. */
@Component
public class Goals implements OperationOwner {
    public static final String KIND_PREFIX = "container.";

    private final JdbcClient jdbc;
    private final ObjectProvider<Operations> operations;
    private final ApplicationEventPublisher events;
    private final JsonMapper json = ProtocolMapper.create();

    Goals(JdbcClient jdbc, ObjectProvider<Operations> operations, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.operations = operations;
        this.events = events;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void add(Goal goal) {
        jdbc.sql("""
                insert into container_goal (operation_id, container_id, kind, generation, run)
                values (:operation, :container, :kind, :generation, :run)
                """)
                .param("operation", goal.operationId())
                .param("container", goal.containerId())
                .param("kind", goal.kind().name())
                .param("generation", goal.generation())
                .param("run", goal.run())
                .update();
    }

    /** Ends the operations of these containers that what is known of them ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void judge(Collection<UUID> containers) {
        if (containers.isEmpty()) {
            return;
        }
        jdbc.sql("""
                select g.operation_id, g.container_id, g.kind, g.generation, g.run, g.failure, s.state
                  from container_goal g join container_status s on s.container_id = g.container_id
                 where g.container_id = any(:ids) order by g.operation_id
                """)
                .param("ids", containers.toArray(UUID[]::new))
                .query((row, n) -> new Open(
                        new Goal(
                                row.getObject("operation_id", UUID.class),
                                row.getObject("container_id", UUID.class),
                                Goal.Kind.valueOf(row.getString("kind")),
                                row.getLong("generation"),
                                row.getLong("run")),
                        json.readValue(row.getString("state"), ContainerState.class),
                        problem(row.getString("failure"))))
                .list()
                .forEach(this::judge);
    }

    private void judge(Open open) {
        Goal goal = open.goal();
        Problem failure = open.failure();
        if (failure != null && Goal.removalFailed(open.seen())) {
            fail(goal.operationId(), failure);
            return;
        }
        Goal.Verdict verdict = goal.judge(open.seen());
        if (verdict instanceof Goal.Verdict.Reached) {
            operations.getObject().succeed(goal.operationId());
            forget(goal.operationId());
        } else if (verdict instanceof Goal.Verdict.Failed failed) {
            if (goal.kind().creates()) {
                withdraw(goal, failed.problem());
            } else {
                fail(goal.operationId(), failed.problem());
            }
        }
    }

    /** A creation that failed has ended once nothing is left of it; until then its goal keeps the reason. */
    private void withdraw(Goal goal, Problem problem) {
        jdbc.sql("update container_goal set failure = coalesce(failure, :problem::jsonb) where operation_id = :id")
                .param("problem", json.writeValueAsString(problem))
                .param("id", goal.operationId())
                .update();
        events.publishEvent(new CreationFailed(goal.operationId(), goal.containerId(), goal.generation()));
    }

    /** Ends a creation that failed, and whose container somebody wants otherwise by now. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void creationFailed(UUID operationId) {
        jdbc.sql("select failure from container_goal where operation_id = :id and failure is not null")
                .param("id", operationId)
                .query((row, n) -> json.readValue(row.getString("failure"), Problem.class))
                .optional()
                .ifPresent(problem -> fail(operationId, problem));
    }

    private void fail(UUID operationId, Problem problem) {
        operations.getObject().fail(operationId, problem);
        forget(operationId);
    }

    private @Nullable Problem problem(@Nullable String text) {
        return text == null ? null : json.readValue(text, Problem.class);
    }

    /** The containers are gone: removals have succeeded, all else that was wanted of them has failed. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void gone(Collection<UUID> containers) {
        jdbc.sql("delete from container_goal where container_id = any(:ids) returning operation_id, kind, failure")
                .param("ids", containers.toArray(UUID[]::new))
                .query((row, n) -> new Ended(
                        row.getObject("operation_id", UUID.class),
                        row.getString("kind").equals(Goal.Kind.REMOVED.name()),
                        problem(row.getString("failure"))))
                .list()
                .forEach(ended -> {
                    if (ended.reached()) {
                        operations.getObject().succeed(ended.operationId());
                    } else {
                        Problem failure = ended.failure();
                        operations
                                .getObject()
                                .fail(
                                        ended.operationId(),
                                        failure == null ? ContainerProblems.removedMeanwhile() : failure);
                    }
                });
    }

    /** The host took the wishes up to here: what waited for it is under way. */
    @Transactional
    public void underWay(UUID hostId) {
        jdbc.sql("""
                select o.id, o.steps -> -1 ->> 'name' as step
                  from operation o join container_goal g on g.operation_id = o.id
                  join container c on c.id = g.container_id
                 where c.host_id = :host and o.state in ('PENDING', 'RUNNING')
                   and o.steps -> -1 ->> 'state' = 'PENDING'
                """)
                .param("host", hostId)
                .query((row, n) -> Map.entry(row.getObject("id", UUID.class), row.getString("step")))
                .list()
                .forEach(open -> operations.getObject().step(open.getKey(), open.getValue()));
    }

    private void forget(UUID operationId) {
        jdbc.sql("delete from container_goal where operation_id = :id")
                .param("id", operationId)
                .update();
    }

    @Override
    public boolean owns(String kind) {
        return kind.startsWith(KIND_PREFIX);
    }

    @Override
    public boolean canStillEnd(OperationView operation) {
        return jdbc.sql("select count(*) from container_goal where operation_id = :id")
                        .param("id", operation.id())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** The wish stays: only the waiting ends. */
    @Override
    @Transactional
    public void cancelled(OperationView operation) {
        forget(operation.id());
    }

    private record Open(
            Goal goal, ContainerState seen, @Nullable Problem failure) {}

    private record Ended(
            UUID operationId, boolean reached, @Nullable Problem failure) {}
}
