package dev.gantry.server.container.adoption;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.protocol.facts.Stray;
import dev.gantry.server.access.Callers;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.container.ContainerIds;
import dev.gantry.server.container.Wishes;
import dev.gantry.server.container.spec.SpecCheck;
import dev.gantry.server.host.Hosts;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import dev.gantry.server.platform.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes a stray of a host a container of it. An id that any container has is left to that one: a host speaks for its own alone,
 * and can't take one over by naming it. What a host says of a stray is checked as a user's request is.
 */
@Component
public class Adoptions {
    private static final Logger LOG = LoggerFactory.getLogger(Adoptions.class);
    /** A host that floods is not believed beyond this. */
    private static final long MOST_CONTAINERS = 10_000;
    /** Counters of runs go on from here by one, and must not run out. */
    private static final long HIGHEST_RUN = 1L << 52;

    private final Wishes wishes;
    private final Hosts hosts;
    private final AuditLog audit;
    private final LiveChanges live;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Adoptions(
            Wishes wishes,
            Hosts hosts,
            AuditLog audit,
            LiveChanges live,
            Clock clock,
            TransactionTemplate transaction) {
        this.wishes = wishes;
        this.hosts = hosts;
        this.audit = audit;
        this.live = live;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** Adopts it, or leaves it and says why in the log; the host offers it again on its next link. */
    public void offer(UUID hostId, String hostName, Stray stray) {
        Optional<Wishes.Adopted> adopted = checked(hostName, stray);
        try {
            adopted.filter(each -> !wishes.known(each.id()))
                    .ifPresent(each -> transaction.executeWithoutResult(status -> adopt(hostId, each)));
        } catch (ProblemException | DataAccessException | TransactionException e) {
            LOG.warn("A container that host {} offers could not be adopted", hostName, e);
        }
    }

    private Optional<Wishes.Adopted> checked(String hostName, Stray stray) {
        Optional<UUID> id = ContainerIds.fromLink(stray.id());
        if (id.isEmpty() || stray.run() < 0 || stray.run() > HIGHEST_RUN) {
            LOG.warn("Host {} offers a container without a good id or run", hostName);
            return Optional.empty();
        }
        try {
            return Optional.of(new Wishes.Adopted(
                    id.get(),
                    stray.name(),
                    Digest.parse(stray.imageDigest()).toString(),
                    SpecCheck.check(stray.name(), stray.spec()),
                    stray.run(),
                    stray.live(),
                    createdAt(stray.createdAt())));
        } catch (ProblemException | RefusedException e) {
            LOG.warn("Host {} offers container {}, which is not valid: {}", hostName, id.get(), e.getMessage());
            return Optional.empty();
        }
    }

    /** A clock of a host that is ahead must not order its containers last for ever. */
    private Instant createdAt(@Nullable String told) {
        Instant now = clock.instant();
        try {
            Instant then = told == null ? now : Instant.parse(told);
            return then.isAfter(now) || then.isBefore(Instant.EPOCH) ? now : then;
        } catch (DateTimeParseException e) {
            return now;
        }
    }

    private void adopt(UUID hostId, Wishes.Adopted adopted) {
        long revision = hosts.nextRevision(hostId);
        var host = hosts.get(hostId);
        if (host.containers().total() >= MOST_CONTAINERS) {
            LOG.warn("Host {} has {} containers; what it offers is not adopted", host.name(), MOST_CONTAINERS);
            return;
        }
        String name = wishes.adopt(hostId, host.name(), revision, adopted);
        audit.record(
                Callers.host(hostId, host.name(), ""),
                "container.adopt",
                "container",
                adopted.id(),
                name,
                null,
                Map.of("host", host.name(), "image", adopted.spec().image(), "running", adopted.live()));
        live.changed(Topic.CONTAINERS, adopted.id());
        LOG.info("Container {} of host {} was there before the host joined, and is adopted", name, host.name());
    }
}
