package dev.gantry.server.agentlink;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.RequestBody;
import dev.gantry.server.peer.Peers;
import dev.gantry.server.platform.Loop;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Requests to hosts whose links other servers hold. A server that vanishes without a word ends no connection, so the
 * ones that wait are compared with who holds the link by the database.
 */
@Component
class PeerRequests {
    private static final Logger LOG = LoggerFactory.getLogger(PeerRequests.class);
    private static final Duration WATCH = Duration.ofSeconds(5);

    private final Peers peers;
    private final Set<PeerRequest> waiting = ConcurrentHashMap.newKeySet();
    private final List<AgentLinks.LinkEnd> ends = new CopyOnWriteArrayList<>();
    private @Nullable Loop watch;

    PeerRequests(Peers peers) {
        this.peers = peers;
    }

    @PostConstruct
    void start() {
        watch = new Loop("peer-watch", WATCH, this::endLost);
    }

    boolean reaches(UUID hostId) {
        return peers.holderOf(hostId).isPresent();
    }

    /** Hears when a host can't be reached any more through the server that was asked. */
    void onLost(AgentLinks.LinkEnd end) {
        ends.add(end);
    }

    /** Errors with HOST_UNREACHABLE when no other server holds the host's link, or it can't be reached. */
    PendingRequest ask(UUID hostId, String hostName, RequestBody body, Consumer<AgentMessage.Progress> progress) {
        String holder = peers.holderOf(hostId).orElseThrow(() -> AgentLink.unreachable(hostName));
        PeerRequest asked = new PeerRequest(hostId, hostName, holder, progress);
        PendingRequest pending = asked.ask(peers, body);
        waiting.add(asked);
        pending.answer().whenComplete((answer, problem) -> waiting.remove(asked));
        return pending;
    }

    private void endLost() {
        for (PeerRequest each : waiting) {
            if (!each.holder().equals(peers.holderOf(each.hostId()).orElse(null))) {
                LOG.warn("The server at {} holds the link of host {} no more", each.holder(), each.hostName());
                each.lost();
                ends.forEach(end -> end.ended(each.hostId()));
            }
        }
    }

    @PreDestroy
    void stop() {
        if (watch != null) {
            watch.close();
        }
    }
}
