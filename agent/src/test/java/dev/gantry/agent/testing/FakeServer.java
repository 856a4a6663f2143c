package dev.gantry.agent.testing;

import dev.gantry.agent.identity.Endpoint;
import dev.gantry.agent.identity.Fingerprint;
import dev.gantry.protocol.Join;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.ProtocolMapper;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import tools.jackson.databind.json.JsonMapper;

/** The agent port of a server on 127.0.0.1: joins, renews, and takes links and streams from those who have joined. */
public final class FakeServer implements AutoCloseable {
    public static final String HOST_ID = "018f0000-0000-7000-8000-000000000001";
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public final TestAuthority authority;
    private final JsonMapper json = ProtocolMapper.create();
    private final SSLServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final BlockingQueue<FakeLink> links = new LinkedBlockingQueue<>();
    private final Map<String, BlockingQueue<WebSocketPeer>> streams = new ConcurrentHashMap<>();
    private final List<String> connections = new CopyOnWriteArrayList<>();
    /** Answers a join; by default yes, with a certificate of an hour. */
    public volatile Function<Join.Request, Answer> onJoin;
    /** How long the certificates of renewals last. */
    public volatile Duration renewedLife = Duration.ofHours(1);

    /** Who those are from now on that join. */
    public volatile String hostId = HOST_ID;

    public volatile boolean welcomes = true;
    public volatile int refuseLinksWith;

    /** @param body JSON */
    public record Answer(int status, String body) {}

    public FakeServer() {
        this(new TestAuthority());
    }

    public FakeServer(TestAuthority authority) {
        this(authority, authority.serverContext(Protocol.SERVER_NAME, KeyPurposeId.id_kp_serverAuth), 0);
    }

    /** @param port 0 for any free one */
    public FakeServer(TestAuthority authority, SSLContext context, int port) {
        this.authority = authority;
        this.onJoin = request -> yes(request.certificateRequest(), Duration.ofHours(1));
        try {
            listener = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(port, 50, InetAddress.getLoopbackAddress());
            listener.setWantClientAuth(true);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        daemon("fake-server", this::accept);
    }

    public Answer yes(String request, Duration life) {
        Instant now = Instant.now();
        String certificate = authority.signAgent(request, now, now.plus(life));
        return new Answer(200, json.writeValueAsString(new Join.Response(hostId, "h1", certificate, authority.pem())));
    }

    public Endpoint endpoint() {
        return new Endpoint("127.0.0.1", listener.getLocalPort());
    }

    public Fingerprint fingerprint() {
        return Fingerprint.of(authority.certificate());
    }

    /** All that was said to this server inside TLS. */
    public String received() {
        synchronized (received) {
            return received.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** Paths that were asked for, in order. */
    public List<String> connections() {
        return connections;
    }

    /** The next link that was opened. */
    public FakeLink awaitLink() throws InterruptedException {
        FakeLink link = links.poll(20, TimeUnit.SECONDS);
        if (link == null) {
            throw new AssertionError("no agent connected within 20 s");
        }
        return link;
    }

    public WebSocketPeer awaitStream(String id) throws InterruptedException {
        WebSocketPeer stream = stream(id).poll(20, TimeUnit.SECONDS);
        if (stream == null) {
            throw new AssertionError("no agent dialled stream " + id + " within 20 s");
        }
        return stream;
    }

    private BlockingQueue<WebSocketPeer> stream(String id) {
        return streams.computeIfAbsent(id, key -> new LinkedBlockingQueue<>());
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) listener.accept();
                sockets.add(socket);
                daemon("fake-connection", () -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(SSLSocket socket) {
        try {
            DataInputStream in = new DataInputStream(new Recording(socket.getInputStream()));
            String[] request = line(in).split(" ");
            connections.add(request[1]);
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                headers.put(
                        header.substring(0, header.indexOf(':')),
                        header.substring(header.indexOf(':') + 1).strip());
            }
            if (request[0].equals("POST")) {
                byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
                answer(socket, post(request[1], body, socket));
            } else if (request[1].equals(Protocol.IDENTITY_PATH)) {
                socket.getSession().getPeerCertificates();
                answer(socket, new Answer(refuseLinksWith == 0 ? 200 : refuseLinksWith, "{}"));
            } else {
                upgrade(socket, in, request[1], headers.getOrDefault("Sec-WebSocket-Key", ""));
            }
        } catch (IOException e) {
            // The agent hung up, in the handshake or later.
        }
    }

    private Answer post(String path, byte[] body, SSLSocket socket) throws IOException {
        if (path.equals(Protocol.JOIN_PATH)) {
            return onJoin.apply(json.readValue(body, Join.Request.class));
        }
        socket.getSession().getPeerCertificates();
        return yes(json.readValue(body, Join.Renewal.class).certificateRequest(), renewedLife);
    }

    private static void answer(Socket socket, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + answer.status() + " x\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
        socket.close();
    }

    private void upgrade(SSLSocket socket, DataInputStream in, String path, String key) throws IOException {
        socket.getSession().getPeerCertificates();
        if (refuseLinksWith != 0) {
            answer(socket, new Answer(refuseLinksWith, "{}"));
            return;
        }
        String head = "HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accept(key) + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        WebSocketPeer peer = new WebSocketPeer(socket, in, socket.getOutputStream());
        if (path.equals(Protocol.LINK_PATH)) {
            FakeLink link = new FakeLink(peer, json);
            links.add(link);
            link.listen(welcomes);
        } else {
            stream(path.substring(Protocol.STREAM_PATH.length())).add(peer);
        }
    }

    private static String accept(String key) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String line(DataInputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Vanishes, as a server does that is killed. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps the first mebibyte. */
    private final class Recording extends FilterInputStream {
        Recording(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            synchronized (received) {
                if (count > 0 && received.size() < 1 << 20) {
                    received.write(target, offset, count);
                }
            }
            return count;
        }
    }
}
