package dev.gantry.agent.link;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.AgentMessage.Heartbeat;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.ServerMessage.Welcome;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One control connection, from hello to its end. Everything is written by one thread, since a JDK WebSocket allows one
 * send at a time; everyone else puts messages into its queue.
 */
final class Session implements WebSocket.Listener, Outbox {
    private static final Logger log = LoggerFactory.getLogger(Session.class);
    private static final int QUEUE = 256;
    private static final long POLL_MILLIS = 100;

    private final BlockingQueue<Outgoing> queue = new ArrayBlockingQueue<>(QUEUE);
    /** Completes with the reason why the connection is over. */
    private final CompletableFuture<String> over = new CompletableFuture<>();

    private final StringBuilder text = new StringBuilder();
    private final Wire wire;
    private final LinkEvents events;
    private final Pace pace;
    private final Consumer<String> greeted;
    private volatile boolean welcomed;
    private volatile long heard = System.nanoTime();

    /** @param greeted told the host's name with the server's welcome */
    Session(Wire wire, LinkEvents events, Pace pace, Consumer<String> greeted) {
        this.wire = wire;
        this.events = events;
        this.pace = pace;
        this.greeted = greeted;
        // Wakes the writer; in a full queue it is awake anyway.
        over.thenRun(() -> queue.offer(new Outgoing(new Heartbeat(0, 0, 0, 0), () -> {})));
    }

    private record Outgoing(AgentMessage message, Runnable sent) {}

    /** Speaks until the connection is over; returns why. */
    String speak(WebSocket socket) throws InterruptedException {
        try {
            write(socket, events.hello());
            long beat = System.nanoTime();
            while (!over.isDone()) {
                long wait = pace.heartbeat().minus(since(beat)).toMillis();
                Outgoing next = queue.poll(Math.max(wait, 0), TimeUnit.MILLISECONDS);
                if (next != null && !over.isDone()) {
                    write(socket, next.message());
                    next.sent().run();
                }
                if (since(beat).compareTo(pace.heartbeat()) >= 0) {
                    beat = System.nanoTime();
                    checkAlive();
                    await(socket.sendPing(ByteBuffer.allocate(0)));
                    if (welcomed) {
                        write(socket, events.heartbeat());
                    }
                }
            }
        } catch (IOException e) {
            over.complete(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("Speaking to the server failed", e);
            over.complete(e.toString());
        } finally {
            over.complete("this agent closed it");
        }
        return over.join();
    }

    /** Whether the server ever said welcome. */
    boolean wasWelcomed() {
        return welcomed;
    }

    void end(String why) {
        over.complete(why);
    }

    private void checkAlive() throws IOException {
        if (since(heard).compareTo(pace.silence()) > 0) {
            throw new IOException("the server was silent for " + pace.silence().toSeconds() + " s");
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private void write(WebSocket socket, AgentMessage message) throws IOException, InterruptedException {
        await(socket.sendText(wire.write(message), true));
    }

    private void await(CompletableFuture<WebSocket> sending) throws IOException, InterruptedException {
        try {
            sending.get(pace.silence().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("sending failed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("the server takes nothing any more", e);
        }
    }

    @Override
    public boolean send(AgentMessage message, Runnable sent) throws InterruptedException {
        Outgoing outgoing = new Outgoing(message, sent);
        while (!over.isDone()) {
            if (queue.offer(outgoing, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean offer(AgentMessage message) {
        return !over.isDone() && queue.offer(new Outgoing(message, () -> {}));
    }

    @Override
    public void onOpen(WebSocket socket) {
        socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        heard = System.nanoTime();
        text.append(data);
        if (text.length() > Protocol.MAX_MESSAGE_BYTES) {
            over.complete("the server sent a message of more than " + Protocol.MAX_MESSAGE_BYTES + " bytes");
            return null;
        }
        if (last) {
            String whole = text.toString();
            text.setLength(0);
            receive(whole);
        }
        socket.request(1);
        return null;
    }

    private void receive(String whole) {
        try {
            var message = wire.read(whole);
            if (message instanceof Welcome welcome) {
                welcome(welcome);
            } else {
                events.received(message, this);
            }
        } catch (IOException e) {
            over.complete(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("A message of the server could not be taken", e);
            over.complete(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            over.complete("interrupted");
        }
    }

    private void welcome(Welcome welcome) {
        // Versions that differ by one can talk: properties that one of them does not know are ignored.
        if (Math.abs(welcome.protocolVersion() - Protocol.VERSION) > 1) {
            over.complete("the server speaks version " + welcome.protocolVersion() + " of the protocol, this agent "
                    + Protocol.VERSION + "; update the older one of the two");
            return;
        }
        boolean first = !welcomed;
        welcomed = true;
        if (first) {
            greeted.accept(welcome.hostName());
            events.connected(welcome, this);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        over.complete("the server sent bytes on the control link");
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        heard = System.nanoTime();
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        heard = System.nanoTime();
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        over.complete("the server closed it (" + status + (reason.isEmpty() ? "" : ", " + reason) + ")");
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        over.complete("it broke: " + error);
    }
}
