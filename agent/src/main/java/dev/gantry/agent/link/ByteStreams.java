package dev.gantry.agent.link;

import dev.gantry.agent.identity.Credentials;
import dev.gantry.agent.identity.Endpoint;
import dev.gantry.protocol.Protocol;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Dials back the streams that requests name, one connection each: a stalled one stalls nothing else. */
public final class ByteStreams {
    private static final Duration CONNECT = Duration.ofSeconds(15);

    private final Endpoint server;
    private final Credentials credentials;

    public ByteStreams(Endpoint server, Credentials credentials) {
        this.server = server;
        this.credentials = credentials;
    }

    /** @throws IOException when the server can't be reached or does not know the stream */
    public ByteStream dial(String streamId) throws IOException, InterruptedException {
        ByteStream stream = new ByteStream();
        String path = Protocol.STREAM_PATH + URLEncoder.encode(streamId, StandardCharsets.UTF_8);
        var connecting = credentials
                .client()
                .newWebSocketBuilder()
                .connectTimeout(CONNECT)
                .buildAsync(server.webSocket(path), stream);
        try {
            connecting.get(CONNECT.toMillis() * 2, TimeUnit.MILLISECONDS);
            return stream;
        } catch (ExecutionException e) {
            throw new IOException("the byte stream could not be opened: " + e.getCause(), e);
        } catch (TimeoutException e) {
            connecting.thenRun(stream::abort);
            throw new IOException(
                    "the byte stream was not opened within "
                            + CONNECT.multipliedBy(2).toSeconds() + " s",
                    e);
        } catch (InterruptedException e) {
            connecting.thenRun(stream::abort);
            throw e;
        }
    }
}
