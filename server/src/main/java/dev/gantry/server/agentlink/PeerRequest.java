package dev.gantry.server.agentlink;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.ServerMessage;
import dev.gantry.server.peer.PeerPaths;
import dev.gantry.server.peer.Peers;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.problem.RequestIds;
import java.io.IOException;
import java.net.http.WebSocket;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A request to a host whose link another server holds: asked there, on a connection of its own. */
final class PeerRequest implements WebSocket.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(PeerRequest.class);
    private static final JsonMapper JSON = ProtocolMapper.create();
    /** The connection carries one request. */
    private static final String ID = "1";

    private final UUID hostId;
    private final String hostName;
    private final String holder;
    private final Consumer<AgentMessage.Progress> progress;
    private final CompletableFuture<AgentMessage.Response> answer = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(ID);

    /** @param holder where the server listens that holds the host's link */
    PeerRequest(UUID hostId, String hostName, String holder, Consumer<AgentMessage.Progress> progress) {
        this.hostId = hostId;
        this.hostName = hostName;
        this.holder = holder;
        this.progress = progress;
    }

    UUID hostId() {
        return hostId;
    }

    String hostName() {
        return hostName;
    }

    String holder() {
        return holder;
    }

    /** Errors with HOST_UNREACHABLE when the other server can't be reached; so ends the answer when it is lost. */
    PendingRequest ask(Peers peers, RequestBody body) {
        WebSocket socket;
        try {
            socket = peers.open(holder, PeerPaths.request(hostId), this);
        } catch (IOException e) {
            LOG.warn("The server at {}, which holds the link of host {}, can't be asked", holder, hostName, e);
            throw AgentLink.unreachable(hostName);
        }
        send(socket, new ServerMessage.Request(ID, body));
        return new PendingRequest(RequestIds.carry(answer), () -> {
            if (!answer.isDone()) {
                send(socket, new ServerMessage.Cancel(ID));
            }
        });
    }

    /** One after the other, as the socket wants it. */
    private synchronized void send(WebSocket socket, ServerMessage message) {
        String json = JSON.writerFor(ServerMessage.class).writeValueAsString(message);
        sent = sent.thenCompose(before -> socket.sendText(json, true)).whenComplete((done, failed) -> {
            if (failed != null) {
                lost();
            }
        });
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        if (text.length() + part.length() > Protocol.MAX_MESSAGE_BYTES) {
            lost();
            socket.abort();
            return null;
        }
        text.append(part);
        if (last) {
            String whole = text.toString();
            text.setLength(0);
            heard(whole);
        }
        socket.request(1);
        return null;
    }

    private void heard(String json) {
        try {
            AgentMessage message = JSON.readValue(json, AgentMessage.class);
            if (message instanceof AgentMessage.Progress seen) {
                progress.accept(seen);
            } else if (message instanceof AgentMessage.Response response && response.problem() != null) {
                answer.completeExceptionally(ProblemException.of(response.problem()));
            } else if (message instanceof AgentMessage.Response response) {
                answer.complete(response);
            }
        } catch (JacksonException e) {
            LOG.warn("Another server answered what is no message: {}", e.getOriginalMessage());
            lost();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        lost();
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        lost();
    }

    /** Nothing comes any more. */
    void lost() {
        answer.completeExceptionally(AgentLink.unreachable(hostName));
    }
}
