package dev.gantry.server.host;

import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import dev.gantry.server.platform.request.Versions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The hosts: reading, renaming, removing, and the counter of their wishes. */
@Component
public class Hosts {
    private final HostRepository hosts;
    private final HostQueries queries;
    private final AuditLog audit;
    private final LiveChanges live;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;

    Hosts(
            HostRepository hosts,
            HostQueries queries,
            AuditLog audit,
            LiveChanges live,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            ApplicationEventPublisher events) {
        this.hosts = hosts;
        this.queries = queries;
        this.audit = audit;
        this.live = live;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.events = events;
    }

    /** Errors with HOST_NOT_FOUND. */
    public HostView get(UUID id) {
        return queries.find(id).orElseThrow(() -> notFound(id));
    }

    /** All hosts, by name. */
    public List<HostView> all() {
        return queries.list(null, null, new PageQuery("hosts", Integer.MAX_VALUE - 1, null))
                .items();
    }

    Page<HostView> list(@Nullable String q, HostView.@Nullable State state, PageQuery page) {
        return queries.list(q, state, page);
    }

    /**
     * Counts up the host's wishes and holds the counter until the transaction ends: changes of one host's wishes
     * happen one after the other. Errors with HOST_NOT_FOUND.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public long nextRevision(UUID id) {
        return jdbc.sql("update host_wish set revision = revision + 1 where host_id = :id returning revision")
                .param("id", id)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> notFound(id));
    }

    HostView rename(UUID id, String name, @Nullable String ifMatch) {
        HostNames.check("Rename host " + id, name);
        try {
            transaction.executeWithoutResult(status -> {
                HostEntity host = hosts.findById(id).orElseThrow(() -> notFound(id));
                Versions.require(ifMatch, host.version(), "Rename host " + host.name());
                String before = host.name();
                host.rename(name);
                hosts.saveAndFlush(host);
                audit.record("host.rename", "host", id, name, Map.of("name", before), Map.of("name", name));
                live.changed(Topic.HOSTS, id);
            });
        } catch (DataIntegrityViolationException e) {
            throw new ProblemException(
                    ErrorCode.NAME_TAKEN,
                    "Rename host " + id + " to " + name,
                    "another host has this name",
                    "Choose another name.",
                    Map.of("name", "is held by another host"),
                    e);
        }
        return get(id);
    }

    /** Forgets the host and all that was wished of it; its certificates end at once. */
    void remove(UUID id, boolean force) {
        transaction.executeWithoutResult(status -> {
            nextRevision(id);
            HostView host = get(id);
            if (host.containers().total() > 0 && !force) {
                throw new ProblemException(
                        ErrorCode.HOST_IN_USE,
                        "Remove host " + host.name(),
                        "it has " + host.containers().total() + " containers",
                        "Remove them first, or repeat with force=true: then they are forgotten here, and what runs on"
                                + " the host goes on running there.");
            }
            jdbc.sql("delete from host where id = :id").param("id", id).update();
            audit.record("host.remove", "host", id, host.name(), Map.of("name", host.name(), "force", force), null);
            live.changed(Topic.HOSTS, id);
        });
        events.publishEvent(new HostRemoved(id));
    }

    private static ProblemException notFound(UUID id) {
        return new ProblemException(
                ErrorCode.HOST_NOT_FOUND,
                "Find host " + id,
                "there is no host with this id",
                "List the hosts to see which there are.");
    }
}
