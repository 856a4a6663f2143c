package dev.gantry.agent.link;

import dev.gantry.agent.identity.Credentials;
import dev.gantry.agent.identity.Endpoint;
import dev.gantry.agent.identity.UntrustedServerException;
import dev.gantry.agent.link.LinkNote.Standing;
import dev.gantry.agent.loop.Backoff;
import dev.gantry.agent.loop.Doorbell;
import dev.gantry.protocol.Protocol;
import java.io.IOException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one control connection to the server, and comes back after every loss. */
public final class Link implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Link.class);
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    /** A connection that lasted so long was a good one: the next wait is short again. */
    private static final Duration GOOD = Duration.ofSeconds(5);
    /** Statuses that speak of who asks, and not of how the server fares. */
    private static final Set<Integer> REFUSALS = Set.of(401, 403);

    private final Endpoint server;
    private final Credentials credentials;
    private final Wire wire;
    private final LinkEvents events;
    private final LinkNote note;
    private final Pace pace;
    private final Backoff backoff;
    private final Doorbell hurry = new Doorbell();
    private final Thread thread = new Thread(this::run, "link");
    private volatile boolean closed;
    private volatile @Nullable Session session;
    private String lastReason = "";

    public Link(
            Endpoint server,
            Credentials credentials,
            Wire wire,
            LinkEvents events,
            LinkNote note,
            Pace pace,
            RandomGenerator random) {
        this.server = server;
        this.credentials = credentials;
        this.wire = wire;
        this.events = events;
        this.note = note;
        this.pace = pace;
        this.backoff = new Backoff(pace.firstWait(), pace.longestWait(), random);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Leaves the current connection for a new one, which then proves itself with the identity in use now. */
    public void reconnect() {
        Session current = session;
        if (current != null) {
            current.end("this agent has a new certificate");
        }
        hurry.ring();
    }

    private void run() {
        try {
            while (!closed) {
                connection();
                if (!closed) {
                    boolean unused = hurry.await(backoff.next());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void connection() throws InterruptedException {
        Session current = new Session(wire, events, pace, name -> note.write(Standing.CONNECTED, name, ""));
        WebSocket socket;
        try {
            socket = connect(current);
        } catch (RefusedLinkException e) {
            complain(Standing.REFUSED, String.valueOf(e.getMessage()));
            return;
        } catch (IOException e) {
            complain(Standing.AWAY, String.valueOf(e.getMessage()));
            return;
        }
        session = current;
        long begin = System.nanoTime();
        try {
            log.info("Connected to {}", server);
            lastReason = "";
            String why = current.speak(socket);
            log.info("Disconnected from {}: {}", server, why);
            note.write(Standing.AWAY, credentials.identity().hostName(), why);
        } finally {
            session = null;
            part(socket);
            if (current.wasWelcomed() && System.nanoTime() - begin > GOOD.toNanos()) {
                backoff.reset();
            }
        }
    }

    private WebSocket connect(Session current) throws IOException, InterruptedException {
        var connecting = credentials
                .client()
                .newWebSocketBuilder()
                .connectTimeout(CONNECT)
                .buildAsync(server.webSocket(Protocol.LINK_PATH), current);
        try {
            return connecting.get(CONNECT.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            connecting.cancel(true);
            throw new IOException("no answer within " + CONNECT.multipliedBy(2).toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof WebSocketHandshakeException handshake && REFUSALS.contains(status(handshake))) {
                throw new RefusedLinkException(status(handshake), e);
            }
            throw new IOException(explain(cause), e);
        }
    }

    private static int status(WebSocketHandshakeException handshake) {
        return handshake.getResponse().statusCode();
    }

    /** The server answered, and does not take the certificate. */
    private static final class RefusedLinkException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedLinkException(int status, Throwable cause) {
            super(
                    "the server does not take this host's certificate (" + status
                            + "); if the host was removed, join it again with a fresh join line",
                    cause);
        }
    }

    private static String explain(Throwable failure) {
        var untrusted = UntrustedServerException.in(failure);
        if (untrusted.isPresent()) {
            return "whoever answers there is not this agent's server: "
                    + untrusted.get().getMessage();
        }
        if (failure instanceof WebSocketHandshakeException handshake) {
            return "the server answered " + status(handshake);
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    /** Once for each reason, not for each attempt: a server may be away for days. */
    private void complain(Standing standing, String reason) {
        if (!reason.equals(lastReason)) {
            note.write(standing, credentials.identity().hostName(), reason);
            log.warn("Can't connect to {}: {}. Containers go on; trying again", server, reason);
            lastReason = reason;
        }
    }

    private static void part(WebSocket socket) {
        try {
            if (!socket.isOutputClosed()) {
                socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            log.debug("The connection could not be closed in order", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            socket.abort();
        }
    }

    @Override
    public void close() {
        closed = true;
        Session current = session;
        if (current != null) {
            current.end("this agent ends");
        }
        hurry.ring();
        try {
            thread.join(CLOSE.toMillis() * 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
