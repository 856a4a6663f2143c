package dev.gantry.server.container;

import dev.gantry.server.container.goal.Goal;
import dev.gantry.server.container.goal.Goals;
import dev.gantry.server.operation.NewOperation;
import dev.gantry.server.operation.OperationView;
import dev.gantry.server.operation.Operations;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Begins the operation of a changed wish: its row, its goal, and the ring that sends the wish. */
@Component
class ContainerWork {
    private final Operations operations;
    private final Goals goals;
    private final ApplicationEventPublisher events;

    ContainerWork(Operations operations, Goals goals, ApplicationEventPublisher events) {
        this.operations = operations;
        this.goals = goals;
        this.events = events;
    }

    /** An operation of a host that is not there stays at its first step until the host is back. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Begun begin(ContainerRow row, String hostName, boolean connected, String kind, Goal.Kind goal) {
        String act = kind.substring(Goals.KIND_PREFIX.length()) + " on " + hostName;
        List<String> steps = connected ? List.of(act) : List.of("waiting for host " + hostName, act);
        OperationView operation = operations.start(
                new NewOperation(kind, "container", row.id().toString(), row.name(), row.hostId(), steps));
        goals.add(new Goal(operation.id(), row.id(), goal, row.generation(), row.run()));
        events.publishEvent(new WishChanged(row.hostId()));
        return new Begun(row.id(), operation.id());
    }
}
