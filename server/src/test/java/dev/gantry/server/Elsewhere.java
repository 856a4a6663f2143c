package dev.gantry.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Asks from another address than everyone else: all of 127.0.0.0/8 is this machine. */
public final class Elsewhere {
    private final String address;
    private final int port;
    private final @Nullable SSLContext tls;

    /** @param tls null for plain HTTP */
    public Elsewhere(String address, int port, @Nullable SSLContext tls) {
        this.address = address;
        this.port = port;
        this.tls = tls;
    }

    /** The whole answer, headers and all; the status is its second word. */
    public String post(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head =
                "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\nConnection: close\r\n\r\n";
        try (Socket plain = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(address), 0);
                Socket socket =
                        tls == null ? plain : tls.getSocketFactory().createSocket(plain, "127.0.0.1", port, true)) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }
}
