package dev.gantry.server.agentlink.stream;

import dev.gantry.protocol.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

/** One byte stream with an agent, in one direction at a time; TCP does the flow control. */
public final class ByteStream implements AutoCloseable {
    private final UUID hostId;
    private final WebSocketSession session;
    private final BytePipe in = new BytePipe();

    ByteStream(UUID hostId, WebSocketSession session) {
        this.hostId = hostId;
        this.session = session;
    }

    UUID hostId() {
        return hostId;
    }

    /** What the agent writes; ends with -1 once the agent said that this is all, and errors when it was cut. */
    public InputStream input() {
        return in;
    }

    /** Waits for input or its end; false when neither came in time. */
    public boolean awaitInput(Duration most) throws IOException {
        try {
            return in.await(most.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for a host's stream", e);
        }
    }

    /** Waits until the connection takes the bytes. Errors when the agent closed the stream. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int at = 0; at < length; at += Protocol.STREAM_CHUNK_BYTES) {
            int count = Math.min(Protocol.STREAM_CHUNK_BYTES, length - at);
            try {
                session.sendMessage(new BinaryMessage(ByteBuffer.wrap(bytes, offset + at, count), true));
            } catch (IllegalStateException closed) {
                throw new IOException("The host closed the stream", closed);
            }
        }
    }

    /** Says that all was written. */
    public void finish() {
        close(CloseStatus.NORMAL);
    }

    /** Says that bytes are missing. */
    public void abort() {
        close(CloseStatus.SERVER_ERROR);
    }

    /** Ends the reading, whether or not the agent has more. */
    @Override
    public void close() {
        in.close();
        close(CloseStatus.NORMAL);
    }

    BytePipe pipe() {
        return in;
    }

    private void close(CloseStatus status) {
        try {
            if (session.isOpen()) {
                session.close(status);
            }
        } catch (IOException | RuntimeException e) {
            // It is gone already.
        }
    }

    /** As an output stream that does not end the byte stream when it is closed. */
    public OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                ByteStream.this.write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                ByteStream.this.write(bytes, offset, length);
            }
        };
    }
}
