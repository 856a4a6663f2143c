package dev.gantry.server.container;

import dev.gantry.server.access.Callers;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.container.goal.CreationFailed;
import dev.gantry.server.container.goal.Goals;
import dev.gantry.server.host.Hosts;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes back the wish of a creation that failed: who is told that it failed may repeat it, under the same name and with
 * the same ports.
 */
@Component
class Withdrawals {
    private static final Logger LOG = LoggerFactory.getLogger(Withdrawals.class);

    private final ContainerRows rows;
    private final Hosts hosts;
    private final Goals goals;
    private final AuditLog audit;
    private final LiveChanges live;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    Withdrawals(
            ContainerRows rows,
            Hosts hosts,
            Goals goals,
            AuditLog audit,
            LiveChanges live,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.rows = rows;
        this.hosts = hosts;
        this.goals = goals;
        this.audit = audit;
        this.live = live;
        this.events = events;
        transaction = new TransactionTemplate(transactions);
        transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * In a transaction after the report's: a wish is changed with its host's counter held first, and the report's
     * transaction already holds rows that others take after the counter.
     */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void failed(CreationFailed creation) {
        try {
            Callers.as(Callers.system(), () -> transaction.executeWithoutResult(status -> withdraw(creation)));
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("Container {} failed and stays until its host reports it again", creation.containerId(), e);
        }
    }

    private void withdraw(CreationFailed creation) {
        rows.find(creation.containerId()).ifPresent(seen -> {
            long revision = hosts.nextRevision(seen.hostId());
            rows.find(seen.id()).filter(row -> !row.removing()).ifPresent(row -> withdraw(creation, row, revision));
        });
    }

    private void withdraw(CreationFailed creation, ContainerRow row, long revision) {
        if (row.generation() != creation.generation()) {
            goals.creationFailed(creation.operationId());
            return;
        }
        rows.update(row.removed(revision));
        audit.record(
                "container.remove",
                "container",
                row.id(),
                row.name(),
                Map.of(
                        "host",
                        hosts.get(row.hostId()).name(),
                        "image",
                        row.spec().image(),
                        "why",
                        "it never ran"),
                null);
        live.changed(Topic.CONTAINERS, row.id());
        events.publishEvent(new WishChanged(row.hostId()));
    }
}
