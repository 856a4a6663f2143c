package dev.gantry.server.container;

import dev.gantry.protocol.RequestBody;
import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Callers;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.container.goal.ContainerProblems;
import dev.gantry.server.operation.NewOperation;
import dev.gantry.server.operation.OperationView;
import dev.gantry.server.operation.Operations;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What is asked of a container's host directly, because it is no wish: its full record, a signal. */
@Component
public class ContainerAsk {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration SIGNAL = Duration.ofSeconds(30);

    private final ContainerQueries queries;
    private final AgentLinks links;
    private final Operations operations;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final JsonMapper json = dev.gantry.protocol.ProtocolMapper.create();

    ContainerAsk(
            ContainerQueries queries,
            AgentLinks links,
            Operations operations,
            AuditLog audit,
            TransactionTemplate transaction) {
        this.queries = queries;
        this.links = links;
        this.operations = operations;
        this.audit = audit;
        this.transaction = transaction;
    }

    public ContainerView get(UUID id) {
        return queries.find(id).orElseThrow(() -> ContainerProblems.notFound(id));
    }

    /** The engine's record, JSON; an agent that sends something else is not believed. */
    String inspect(UUID id) {
        ContainerView container = get(id);
        String tried = "Inspect container " + container.name();
        String document = links.request(
                        container.host().id(),
                        container.host().name(),
                        new RequestBody.InspectContainer(ContainerIds.onLink(id)),
                        progress -> {})
                .await(tried, ANSWER)
                .document();
        try {
            return json.readTree(Objects.requireNonNullElse(document, "")).toString();
        } catch (JacksonException e) {
            throw new ProblemException(
                    ErrorCode.INTERNAL,
                    tried,
                    "the agent's answer is no JSON",
                    "See that the agent on the host has the server's version.",
                    Map.of(),
                    e);
        }
    }

    /** Sends a signal other than SIGKILL, which is a wish. */
    Begun signal(UUID id, String signal) {
        ContainerView container = get(id);
        String tried = "Send " + signal + " to container " + container.name();
        String step = "send " + signal;
        Caller caller = Callers.current();
        OperationView operation = operations.start(new NewOperation(
                "container.kill",
                "container",
                id.toString(),
                container.name(),
                container.host().id(),
                List.of(step)));
        try {
            PendingRequest request = links.request(
                    container.host().id(),
                    container.host().name(),
                    new RequestBody.SignalContainer(ContainerIds.onLink(id), signal),
                    progress -> {});
            request.await(tried, SIGNAL);
        } catch (ProblemException e) {
            operations.fail(operation.id(), e.problem());
            throw e;
        }
        transaction.executeWithoutResult(status -> {
            audit.record(caller, "container.kill", "container", id, container.name(), null, Map.of("signal", signal));
            operations.succeed(operation.id());
        });
        return new Begun(id, operation.id());
    }
}
