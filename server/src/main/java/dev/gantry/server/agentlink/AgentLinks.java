package dev.gantry.server.agentlink;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.RequestBody;
import dev.gantry.server.host.HostRemoved;
import dev.gantry.server.host.HostVitals;
import dev.gantry.server.platform.Loop;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/** The links that this server holds. */
@Component
public class AgentLinks implements HostVitals {
    private static final Logger LOG = LoggerFactory.getLogger(AgentLinks.class);
    private static final Duration SILENT = Duration.ofSeconds(Protocol.SILENT_SECONDS);
    private static final Duration HELLO = Duration.ofSeconds(10);
    private static final Duration WATCH = Duration.ofSeconds(1);

    static final CloseStatus REPLACED = new CloseStatus(4001, "a newer link of this host was opened");
    static final CloseStatus REMOVED = new CloseStatus(4003, "this host was removed");
    static final CloseStatus SILENCE = new CloseStatus(4008, "silent for too long");
    static final CloseStatus NO_HELLO = new CloseStatus(4008, "said no hello");

    private final Map<UUID, AgentLink> links = new ConcurrentHashMap<>();
    /** Open and not greeted yet, with the tick of their opening. */
    private final Map<AgentLink, Long> waiting = new ConcurrentHashMap<>();

    private final List<LinkEnd> ends = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final Ticks ticks;
    private final PeerRequests peers;
    /** Closing may wait for a peer that is gone; nobody waits for the closing. */
    private final ExecutorService closers = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "link-closer");
        thread.setDaemon(true);
        return thread;
    });

    private final Loop watch;

    AgentLinks(Ticks ticks, PeerRequests peers) {
        this.ticks = ticks;
        this.peers = peers;
        peers.onLost(hostId -> ends.forEach(end -> end.ended(hostId)));
        this.watch = new Loop("link-watch", WATCH, () -> {
            cutSilent();
            cutUngreeted();
        });
    }

    Optional<AgentLink> find(UUID hostId) {
        return Optional.ofNullable(links.get(hostId));
    }

    public Collection<AgentLink> all() {
        return List.copyOf(links.values());
    }

    /** Whether the host can be asked: this server holds its link, or another one does. */
    public boolean reaches(UUID hostId) {
        return links.containsKey(hostId) || peers.reaches(hostId);
    }

    /** Asks a host for work, whichever server holds its link. Errors with HOST_UNREACHABLE when none does. */
    public PendingRequest request(
            UUID hostId, String hostName, RequestBody body, Consumer<AgentMessage.Progress> progress) {
        AgentLink own = links.get(hostId);
        if (own != null) {
            return own.request(body, progress);
        }
        return peers.ask(hostId, hostName, body, progress);
    }

    @Override
    public Optional<Vitals> of(UUID hostId) {
        return find(hostId).map(link -> new Vitals(link.lastHeard().at(), link.load()));
    }

    /** Cuts whatever is open with the host: it is ours no longer. */
    public void cut(UUID hostId) {
        find(hostId).ifPresent(link -> drop(link, REMOVED));
        waiting.keySet().stream().filter(link -> link.hostId().equals(hostId)).forEach(link -> drop(link, REMOVED));
        ends.forEach(end -> end.ended(hostId));
    }

    /** Cuts a link whose host has opened a newer one with another server. */
    public void replaced(AgentLink link) {
        LOG.warn("Host {} opened a link with another server; the one here is closed", link.hostName());
        drop(link, REPLACED);
    }

    @EventListener
    void removed(HostRemoved event) {
        cut(event.hostId());
    }

    /** Hears of the end of a host's link. */
    public void onEnd(LinkEnd end) {
        ends.add(end);
    }

    /** The link is watched from now on, though nothing is sent on it before its hello. */
    void opened(AgentLink link) {
        waiting.put(link, ticks.nanos());
    }

    /** The link said hello. The newer link of a host wins. */
    void add(AgentLink link) {
        waiting.remove(link);
        AgentLink older = links.put(link.hostId(), link);
        if (older != null) {
            LOG.warn("Host {} opened a second link; the older one is closed", link.hostName());
            older.end();
            closers.execute(() -> older.close(REPLACED));
        }
    }

    /** Whether this was the host's link. */
    boolean remove(AgentLink link) {
        link.end();
        waiting.remove(link);
        boolean current = links.remove(link.hostId(), link);
        if (current) {
            ends.forEach(end -> end.ended(link.hostId()));
        }
        return current;
    }

    private void cutSilent() {
        long now = ticks.nanos();
        for (AgentLink link : links.values()) {
            if (!link.busy() && now - link.lastHeard().tick() > SILENT.toNanos()) {
                LOG.info("Host {} is silent", link.hostName());
                drop(link, SILENCE);
            }
        }
    }

    private void cutUngreeted() {
        long now = ticks.nanos();
        waiting.forEach((link, opened) -> {
            if (now - opened > HELLO.toNanos()) {
                LOG.warn("Host {} opened a link and said no hello", link.hostName());
                drop(link, NO_HELLO);
            }
        });
    }

    private void drop(AgentLink link, CloseStatus why) {
        if (remove(link)) {
            link.dropped();
        }
        closers.execute(() -> link.close(why));
    }

    @PreDestroy
    void stop() {
        watch.close();
        links.values().forEach(link -> link.close(CloseStatus.GOING_AWAY));
        waiting.keySet().forEach(link -> link.close(CloseStatus.GOING_AWAY));
        closers.shutdown();
    }

    /** Told when a host's link has ended. */
    public interface LinkEnd {
        void ended(UUID hostId);
    }
}
