package dev.gantry.server.dispatch;

import dev.gantry.protocol.ServerMessage;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.container.WishChanged;
import dev.gantry.server.container.Wishes;
import dev.gantry.server.container.goal.Goals;
import dev.gantry.server.peer.Replica;
import dev.gantry.server.platform.Loop;
import dev.gantry.server.platform.problem.ProblemException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Sends each host what changed of its wishes since it was last told. A wish changed by another server is found by the
 * timer; one host that takes its messages slowly keeps none of the others waiting.
 */
@Component
class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration RESYNC = Duration.ofSeconds(1);
    private static final int SENDERS = 8;

    private final JdbcClient jdbc;
    private final LinkBook book;
    private final AgentLinks links;
    private final Wishes wishes;
    private final Goals goals;
    private final Replica replica;
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS, work -> {
        Thread thread = new Thread(work, "dispatch-sender");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Loop loop;

    Dispatcher(JdbcClient jdbc, LinkBook book, AgentLinks links, Wishes wishes, Goals goals, Replica replica) {
        this.jdbc = jdbc;
        this.book = book;
        this.links = links;
        this.wishes = wishes;
        this.goals = goals;
        this.replica = replica;
    }

    @PostConstruct
    void start() {
        loop = new Loop("dispatch", RESYNC, this::pass);
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void changed(WishChanged event) {
        LOG.trace("The wishes of {} changed", event.hostId());
        ring();
    }

    void ring() {
        Loop running = loop;
        if (running != null) {
            running.ring();
        }
    }

    private void pass() {
        List<LinkBook.Entry> entries = book.all();
        if (entries.isEmpty()) {
            return;
        }
        Map<UUID, Known> known = new HashMap<>();
        jdbc.sql("""
                select w.host_id, w.revision, s.link_epoch, coalesce(s.server_id <> :me, false) as elsewhere
                  from host_wish w join host_status s on s.host_id = w.host_id
                 where w.host_id = any(:hosts)
                """)
                .param("me", replica.id())
                .param(
                        "hosts",
                        entries.stream().map(entry -> entry.link().hostId()).toArray(UUID[]::new))
                .query((row, n) -> Map.entry(
                        row.getObject("host_id", UUID.class),
                        new Known(row.getLong("revision"), row.getLong("link_epoch"), row.getBoolean("elsewhere"))))
                .list()
                .forEach(row -> known.put(row.getKey(), row.getValue()));
        for (LinkBook.Entry entry : entries) {
            Known now = known.get(entry.link().hostId());
            if (now == null) {
                links.cut(entry.link().hostId());
            } else if (now.elsewhere && now.epoch > entry.epoch()) {
                links.replaced(entry.link());
            } else if (now.revision > entry.told() && entry.sending().compareAndSet(false, true)) {
                senders.execute(() -> send(entry, now.revision));
            }
        }
    }

    private void send(LinkBook.Entry entry, long revision) {
        UUID host = entry.link().hostId();
        try {
            long told = entry.told();
            boolean full = told < 0;
            Wishes.Change change = full ? wishes.all(host, revision) : wishes.since(host, told, revision);
            entry.told(revision);
            entry.link()
                    .send(new ServerMessage.Assignments(
                            revision, full ? null : told, change.containers(), change.removed()));
            if (full) {
                goals.underWay(host);
            }
        } catch (ProblemException gone) {
            LOG.debug("Host {} went while it was told its wishes", entry.link().hostName());
        } catch (RuntimeException e) {
            LOG.warn(
                    "Host {} could not be told its wishes; it is asked to say hello again",
                    entry.link().hostName(),
                    e);
            entry.link().close(org.springframework.web.socket.CloseStatus.SERVICE_RESTARTED);
        } finally {
            entry.sending().set(false);
            ring();
        }
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
        }
        senders.shutdown();
    }

    /**
     * @param epoch of the host's newest link
     * @param elsewhere whether another server holds that link
     */
    private record Known(long revision, long epoch, boolean elsewhere) {}
}
