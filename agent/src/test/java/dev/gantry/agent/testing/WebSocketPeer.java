package dev.gantry.agent.testing;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The server's end of one WebSocket, RFC 6455, on a connection whose handshake is done. Reading is up to the test. */
public final class WebSocketPeer {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private volatile boolean mute;

    WebSocketPeer(Socket socket, DataInputStream in, OutputStream out) {
        this.socket = socket;
        this.in = in;
        this.out = out;
    }

    /** One frame; continuation frames come as such. */
    public record Frame(int opcode, byte[] payload) {
        public boolean isClose() {
            return opcode == CLOSE;
        }
    }

    /** The next frame that is no ping or pong; pings are answered unless this peer is mute. */
    public Frame read() throws IOException {
        while (true) {
            int head = in.readUnsignedByte();
            int second = in.readUnsignedByte();
            long length = second & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes((int) length);
            if (payload.length < length) {
                throw new EOFException();
            }
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i & 3];
            }
            int opcode = head & 0xf;
            if (opcode == PING && !mute) {
                write(PONG, payload);
            }
            if (opcode != PING && opcode != PONG) {
                return new Frame(opcode, payload);
            }
        }
    }

    /** Says nothing any more, not even pong, as a server does whose host has lost its network. */
    public void mute() {
        mute = true;
    }

    public void text(String text) throws IOException {
        write(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public void binary(byte[] bytes) throws IOException {
        write(BINARY, bytes);
    }

    public void close(int status) throws IOException {
        write(CLOSE, ByteBuffer.allocate(2).putShort((short) status).array());
    }

    private synchronized void write(int opcode, byte[] payload) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(10);
        head.put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            head.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            head.put((byte) 126).putShort((short) payload.length);
        } else {
            head.put((byte) 127).putLong(payload.length);
        }
        out.write(head.array(), 0, head.position());
        out.write(payload);
        out.flush();
    }

    /** Cuts the connection without a word. */
    public void drop() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
