package dev.gantry.server.agentlink;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.ServerMessage;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.server.host.HostView;
import dev.gantry.server.host.certificate.HostIdentity;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.problem.RequestIds;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.databind.json.JsonMapper;

/** One live control link. A host has at most one; a newer replaces it. */
public final class AgentLink {
    private static final int MAX_PENDING = 1_000;

    private final HostIdentity host;
    private final WebSocketSession session;
    private final JsonMapper json;
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();
    private volatile Heard heard;
    private volatile HostView.@Nullable Load load;
    private volatile boolean busy;
    private volatile boolean ended;
    private final AtomicReference<@Nullable Runnable> onDrop = new AtomicReference<>();

    AgentLink(HostIdentity host, WebSocketSession session, JsonMapper json, Heard opened) {
        this.host = host;
        this.session = session;
        this.json = json;
        this.heard = opened;
    }

    public UUID hostId() {
        return host.id();
    }

    public String hostName() {
        return host.name();
    }

    /** Sends, or ends the link: a message is never left out silently. */
    public void send(ServerMessage message) {
        try {
            session.sendMessage(
                    new TextMessage(json.writerFor(ServerMessage.class).writeValueAsString(message)));
        } catch (IOException | RuntimeException e) {
            close(CloseStatus.SESSION_NOT_RELIABLE.withReason("could not be sent to"));
            throw unreachable(host.name());
        }
    }

    /** Asks for work. The answer ends with a ProblemException when the agent refuses or the link ends. */
    PendingRequest request(RequestBody body, Consumer<AgentMessage.Progress> progress) {
        if (pending.size() >= MAX_PENDING) {
            throw new ProblemException(
                    ErrorCode.RATE_LIMITED,
                    "Ask host " + host.name(),
                    MAX_PENDING + " requests wait for its answer already",
                    "Wait until the host has caught up.");
        }
        String id = UUID.randomUUID().toString();
        CompletableFuture<AgentMessage.Response> answer = new CompletableFuture<>();
        pending.put(id, new Pending(answer, progress));
        if (ended) {
            pending.remove(id);
            throw unreachable(host.name());
        }
        send(new ServerMessage.Request(id, body));
        return new PendingRequest(RequestIds.carry(answer), () -> {
            if (!answer.isDone()) {
                send(new ServerMessage.Cancel(id));
            }
        });
    }

    void answered(AgentMessage.Response response) {
        Pending asked = response.requestId() == null ? null : pending.remove(response.requestId());
        if (asked == null) {
            return;
        }
        Problem problem = response.problem();
        if (problem == null) {
            asked.answer.complete(response);
        } else {
            asked.answer.completeExceptionally(ProblemException.of(Sanitized.problem(problem)));
        }
    }

    void progressed(AgentMessage.Progress progress) {
        Pending asked = progress.requestId() == null ? null : pending.get(progress.requestId());
        if (asked != null) {
            asked.progress.accept(progress);
        }
    }

    void heard(Heard now) {
        heard = now;
    }

    Heard lastHeard() {
        return heard;
    }

    void load(HostView.Load now) {
        load = now;
    }

    HostView.@Nullable Load load() {
        return load;
    }

    HostIdentity identity() {
        return host;
    }

    /** What is told, once, when the link is gone. */
    void onDrop(Runnable told) {
        onDrop.set(told);
    }

    void dropped() {
        Runnable told = onDrop.getAndSet(null);
        if (told != null) {
            told.run();
        }
    }

    void busy(boolean now) {
        busy = now;
    }

    boolean busy() {
        return busy;
    }

    /** All that waits ends; whoever asked learns why. */
    void end() {
        ended = true;
        pending.values().forEach(asked -> asked.answer.completeExceptionally(unreachable(host.name())));
        pending.clear();
    }

    /** Closes the connection; what follows comes from the connection's end. */
    public void close(CloseStatus status) {
        try {
            session.close(status);
        } catch (IOException | RuntimeException e) {
            // It is gone already, which is what was wanted.
        }
    }

    public static ProblemException unreachable(String hostName) {
        return new ProblemException(
                ErrorCode.HOST_UNREACHABLE,
                "Ask host " + hostName,
                "its agent is not connected",
                "See that the host is up, that its agent runs and that it reaches the server's agent port.");
    }

    /** @param tick as of {@link Ticks} */
    record Heard(long tick, Instant at) {}

    private record Pending(CompletableFuture<AgentMessage.Response> answer, Consumer<AgentMessage.Progress> progress) {}
}
