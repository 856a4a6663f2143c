package dev.gantry.server.operation;

import dev.gantry.protocol.facts.Problem;
import dev.gantry.server.access.Callers;
import dev.gantry.server.platform.problem.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Asks the owners of operations what becomes of them: when their server has ended, at a cancel. */
@Component
class OperationOwners {
    private static final Logger LOG = LoggerFactory.getLogger(OperationOwners.class);
    private static final Duration KEPT = Duration.ofDays(30);

    private final ObjectProvider<OperationOwner> owners;
    private final Operations operations;
    private final OperationRows rows;
    private final Clock clock;

    OperationOwners(ObjectProvider<OperationOwner> owners, Operations operations, OperationRows rows, Clock clock) {
        this.owners = owners;
        this.operations = operations;
        this.rows = rows;
        this.clock = clock;
    }

    void cancelled(OperationView operation) {
        owners.stream().filter(owner -> owner.owns(operation.kind())).forEach(owner -> owner.cancelled(operation));
    }

    /** Fails what was under way when its server ended and whose outcome nobody can bring any more. */
    @EventListener(ApplicationReadyEvent.class)
    @Scheduled(fixedDelayString = "PT5S", initialDelayString = "PT5S")
    void adopt() {
        Callers.as(Callers.system(), () -> {
            for (OperationView each : operations.orphaned()) {
                boolean lives = owners.stream().anyMatch(owner -> owner.owns(each.kind()) && owner.canStillEnd(each));
                if (!lives) {
                    LOG.info("Operation {} {} was under way when the server ended", each.kind(), each.id());
                    operations.fail(each.id(), interrupted(each));
                }
            }
        });
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT5M")
    void prune() {
        rows.deleteFinishedBefore(clock.instant().minus(KEPT));
    }

    private static Problem interrupted(OperationView operation) {
        String subject = operation.subjectName() == null ? "" : " of " + operation.subjectName();
        return new Problem(
                ErrorCode.OPERATION_INTERRUPTED.name(),
                "Perform " + operation.kind() + subject,
                "the server ended while it was under way, and its outcome can't arrive any more",
                "Look whether it was done, and ask again if it was not.");
    }
}
