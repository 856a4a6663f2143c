package dev.gantry.agent.testing;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.AgentMessage.ContainerReport;
import dev.gantry.protocol.AgentMessage.Hello;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.ServerMessage;
import dev.gantry.protocol.ServerMessage.Welcome;
import dev.gantry.protocol.facts.ContainerState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;

/** The server's end of one control link: keeps all that it heard, and what it therefore knows of the containers. */
public final class FakeLink {
    private final WebSocketPeer peer;
    private final JsonMapper json;
    private final List<AgentMessage> heard = new CopyOnWriteArrayList<>();
    private final Map<String, ContainerState> states = new ConcurrentHashMap<>();
    private volatile boolean over;

    FakeLink(WebSocketPeer peer, JsonMapper json) {
        this.peer = peer;
        this.json = json;
    }

    void listen(boolean welcome) {
        try {
            StringBuilder text = new StringBuilder();
            while (true) {
                WebSocketPeer.Frame frame = peer.read();
                if (frame.opcode() == WebSocketPeer.CLOSE) {
                    peer.close(1000);
                    return;
                }
                hear(new String(frame.payload(), java.nio.charset.StandardCharsets.UTF_8), welcome);
            }
        } catch (IOException e) {
            // The connection ended, which tests look at by isOver.
        } finally {
            over = true;
            peer.drop();
        }
    }

    private void hear(String text, boolean welcome) {
        AgentMessage message = json.readerFor(AgentMessage.class).readValue(text);
        heard.add(message);
        if (message instanceof Hello && welcome) {
            send(new Welcome(Protocol.VERSION, "test", FakeServer.HOST_ID, "h1"));
        }
        if (message instanceof ContainerReport report) {
            if (report.full()) {
                states.clear();
            }
            report.containers().forEach(state -> states.put(state.id(), state));
            report.removed().forEach(states::remove);
        }
    }

    public void send(ServerMessage message) {
        try {
            peer.text(json.writerFor(ServerMessage.class).writeValueAsString(message));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void sendRaw(String text) {
        try {
            peer.text(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <T extends AgentMessage> List<T> heard(Class<T> type) {
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public Hello hello() {
        return heard(Hello.class).get(0);
    }

    public Optional<ContainerState> state(String id) {
        return Optional.ofNullable(states.get(id));
    }

    public boolean isOver() {
        return over;
    }

    public void mute() {
        peer.mute();
    }

    public void drop() {
        peer.drop();
    }
}
