package dev.gantry.server.agentlink;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
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

/** Streams that agents are asked to dial back: each id is good for one host, once, for 30 s. */
@Component
public class Streams {
    private static final Duration DIAL = Duration.ofSeconds(30);
    private static final int ID_BYTES = 16;

    private final Map<String, Expected> expected = new ConcurrentHashMap<>();
    private final Set<ByteStream> open = ConcurrentHashMap.newKeySet();
    private final SecureRandom random = new SecureRandom();

    Streams(AgentLinks links) {
        links.onEnd(this::cut);
    }

    /** Makes an id for the host to dial; close it when nobody waits any more. */
    public Expected expect(UUID hostId) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Expected fresh = new Expected(Base64.getUrlEncoder().withoutPadding().encodeToString(id), hostId);
        expected.put(fresh.id, fresh);
        return fresh;
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
