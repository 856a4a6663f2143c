package dev.gantry.server.agentlink.stream;

import dev.gantry.server.agentlink.AgentLink;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.peer.Peers;
import dev.gantry.server.peer.Replica;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketSession;

/** Streams that agents are asked to dial back: each id is good for one host, once, for 30 s. */
@Component
public class Streams {
    private static final Duration DIAL = Duration.ofSeconds(30);
    private static final int ID_BYTES = 16;
    /** Behind it an id names the server that waits: an agent dials whichever it reaches. */
    private static final char SERVER = '.';

    private final Map<String, Expected> expected = new ConcurrentHashMap<>();
    private final Set<ByteStream> open = ConcurrentHashMap.newKeySet();
    private final Set<StreamRelay> relays = ConcurrentHashMap.newKeySet();
    private final Peers peers;
    private final Replica replica;
    private final SecureRandom random = new SecureRandom();

    Streams(AgentLinks links, Peers peers, Replica replica) {
        this.peers = peers;
        this.replica = replica;
        links.onEnd(this::cut);
    }

    /** Makes an id for the host to dial; close it when nobody waits any more. */
    public Expected expect(UUID hostId) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        Expected fresh = new Expected(secret + SERVER + replica.id(), hostId);
        expected.put(fresh.id, fresh);
        return fresh;
    }

    /** Where the other server listens that waits for the stream, if its id names one. */
    Optional<String> waitingElsewhere(String id) {
        try {
            return peers.addressOf(UUID.fromString(id.substring(id.lastIndexOf(SERVER) + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Passes the stream on to the server that waits for it. */
    StreamRelay relay(String waiting, UUID hostId, String id, WebSocketSession agent) throws IOException {
        StreamRelay relay = StreamRelay.open(peers, waiting, hostId, id, agent);
        relays.add(relay);
        return relay;
    }

    void closed(StreamRelay relay) {
        relays.remove(relay);
    }

    /** Whether the host may dial this id now. Using it up is for {@link #take}. */
    boolean mayDial(String id, UUID hostId) {
        Expected waiting = expected.get(id);
        return waiting != null && waiting.hostId.equals(hostId);
    }

    Optional<Expected> take(String id, UUID hostId) {
        Expected waiting = expected.get(id);
        return waiting != null && waiting.hostId.equals(hostId) && expected.remove(id, waiting)
                ? Optional.of(waiting)
                : Optional.empty();
    }

    void opened(ByteStream stream) {
        open.add(stream);
    }

    void closed(ByteStream stream) {
        open.remove(stream);
    }

    private void cut(UUID hostId) {
        relays.stream().filter(each -> each.hostId().equals(hostId)).forEach(StreamRelay::cut);
        expected.values().stream().filter(each -> each.hostId.equals(hostId)).forEach(Expected::close);
        open.stream().filter(each -> each.hostId().equals(hostId)).forEach(each -> {
            each.pipe().finish(false);
            each.abort();
        });
    }

    /** A stream that an agent was asked to dial. */
    public final class Expected implements AutoCloseable {
        private final String id;
        private final UUID hostId;
        private final CompletableFuture<ByteStream> dialled = new CompletableFuture<>();

        private Expected(String id, UUID hostId) {
            this.id = id;
            this.hostId = hostId;
        }

        public String id() {
            return id;
        }

        void complete(ByteStream stream) {
            if (!dialled.complete(stream)) {
                stream.abort();
            }
        }

        /**
         * Waits for the agent to dial. Errors with TIMEOUT after 30 s, and with the answer's problem when the request
         * that was to make the agent dial ends before.
         */
        public ByteStream await(String tried, PendingRequest request) {
            request.answer().whenComplete((answer, problem) -> {
                if (problem != null) {
                    dialled.completeExceptionally(problem);
                }
            });
            try {
                return dialled.get(DIAL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                request.cancel().run();
                throw new ProblemException(
                        ErrorCode.TIMEOUT,
                        tried,
                        "the host did not open the stream within " + DIAL.toSeconds() + " s",
                        "Look at the agent's log on the host, then try again.");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ProblemException(ErrorCode.CANCELLED, tried, "the server is stopping", "Try again.");
            } catch (ExecutionException | java.util.concurrent.CancellationException e) {
                if (e.getCause() instanceof ProblemException problem) {
                    throw problem;
                }
                throw AgentLink.unreachable(hostId.toString());
            }
        }

        @Override
        public void close() {
            expected.remove(id, this);
            if (!dialled.isDone()) {
                dialled.cancel(false);
            }
        }
    }
}
