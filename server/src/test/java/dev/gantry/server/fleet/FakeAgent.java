package dev.gantry.server.fleet;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.Join;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.ServerMessage;
import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.ContainerState.Phase;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.facts.Stray;
import dev.gantry.protocol.wish.ContainerWish;
import dev.gantry.protocol.wish.Power;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Speaks the real protocol over real TLS, and pretends to have an engine. */
final class FakeAgent implements AutoCloseable {
    static final JsonMapper JSON = ProtocolMapper.create();

    private final FleetServer server;
    /** Where byte streams are dialled: behind a balancer that may be another server than the link's. */
    volatile FleetServer streams;

    private final AgentKeys keys;
    final Join.Response identity;
    private final HttpClient client;
    private final AtomicLong sequence = new AtomicLong();
    private final ExecutorService work = Executors.newCachedThreadPool();
    final List<ServerMessage> received = new CopyOnWriteArrayList<>();
    final Map<String, ContainerState> engine = new ConcurrentHashMap<>();
    final List<ImageFact> images = new CopyOnWriteArrayList<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private volatile @Nullable WebSocket link;
    volatile boolean obeys = true;
    volatile CountDownLatch pullGate = new CountDownLatch(0);
    volatile long revision;
    volatile Function<ContainerWish, @Nullable Problem> fails = wish -> null;
    volatile Function<RequestBody, AgentMessage.@Nullable Response> answers = body -> null;

    private FakeAgent(FleetServer server, AgentKeys keys, Join.Response identity, HttpClient client) {
        this.server = server;
        this.streams = server;
        this.keys = keys;
        this.identity = identity;
        this.client = client;
    }

    static FakeAgent join(FleetServer server, String name) {
        String token = server.api()
                .post("/hosts/join-tokens", "{\"name\":\"" + name + "\"}")
                .text("/token");
        return joinWith(server, token, name);
    }

    static FakeAgent joinWith(FleetServer server, String token, String hostname) {
        try {
            AgentKeys keys = AgentKeys.make();
            HttpResponse<String> answer = tryJoin(server, token, hostname, keys.request("CN=somebody-else,O=liar"));
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("join was answered " + answer.statusCode() + " " + answer.body());
            }
            return joined(server, keys, JSON.readValue(answer.body(), Join.Response.class));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static FakeAgent joined(FleetServer server, AgentKeys keys, Join.Response identity) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(keys.tls(identity.certificate(), identity.authority()))
                .build();
        return new FakeAgent(server, keys, identity, client);
    }

    static HttpResponse<String> tryJoin(FleetServer server, String token, String hostname, String request)
            throws Exception {
        return HttpClient.newBuilder()
                .sslContext(AgentKeys.unproven())
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://" + server.agentAddress() + Protocol.JOIN_PATH))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        JSON.writeValueAsString(new Join.Request(token, request, hostname, "0.1.0"))))
                                .build(),
                        BodyHandlers.ofString());
    }

    /** The same host with the server that runs now. */
    FakeAgent again() {
        return again(server);
    }

    /** The same host with another server. */
    FakeAgent again(FleetServer other) {
        try {
            FakeAgent copy = joined(other, keys, identity);
            copy.engine.putAll(engine);
            copy.images.addAll(images);
            return copy;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    FakeAgent renewed() throws Exception {
        AgentKeys fresh = AgentKeys.make();
        HttpResponse<String> answer =
                post(Protocol.RENEW_PATH, JSON.writeValueAsString(new Join.Renewal(fresh.request("CN=x"))));
        return joined(server, fresh, JSON.readValue(answer.body(), Join.Response.class));
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://" + server.agentAddress() + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://" + server.agentAddress() + path))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Opens the link and says hello, with a full report behind it. */
    FakeAgent connect() {
        link = open(Protocol.LINK_PATH, new Reader());
        send(new AgentMessage.Hello(Protocol.VERSION, "0.1.0", revision, Samples.facts(identity.hostName())));
        send(new AgentMessage.ContainerReport(
                sequence.incrementAndGet(), true, List.copyOf(engine.values()), List.of(), List.of()));
        reportImages();
        return this;
    }

    WebSocket open(String path, WebSocket.Listener listener) {
        FleetServer dialled = path.startsWith(Protocol.STREAM_PATH) ? streams : server;
        return client.newWebSocketBuilder()
                .buildAsync(URI.create("wss://" + dialled.agentAddress() + path), listener)
                .join();
    }

    /** What its certificate opens. */
    SSLContext tls() throws Exception {
        return keys.tls(identity.certificate(), identity.authority());
    }

    synchronized void send(AgentMessage message) {
        sendText(JSON.writerFor(AgentMessage.class).writeValueAsString(message));
    }

    synchronized void sendText(String text) {
        Objects.requireNonNull(link).sendText(text, true).join();
    }

    void reportImages() {
        send(new AgentMessage.ImageReport(sequence.incrementAndGet(), List.copyOf(images)));
    }

    void report(ContainerState state) {
        send(new AgentMessage.ContainerReport(sequence.incrementAndGet(), false, List.of(state), List.of(), List.of()));
    }

    void offer(Stray... strays) {
        send(new AgentMessage.ContainerReport(
                sequence.incrementAndGet(), false, List.of(), List.of(), List.of(strays)));
    }

    FakeAgent withImage(ImageFact image) {
        images.add(image);
        return this;
    }

    private void handle(ServerMessage message) {
        received.add(message);
        if (message instanceof ServerMessage.Assignments assignments && obeys) {
            obey(assignments);
        } else if (message instanceof ServerMessage.Request request) {
            work.execute(() -> answer(request));
        }
    }

    private void obey(ServerMessage.Assignments assignments) {
        List<ContainerState> changed = new ArrayList<>();
        for (ContainerWish wish : assignments.containers()) {
            ContainerState state = Samples.state(wish, engine.get(wish.id()), fails.apply(wish));
            engine.put(wish.id(), state);
            changed.add(state);
        }
        List<String> removed = new ArrayList<>(assignments.removed());
        if (assignments.base() == null) {
            engine.keySet().stream()
                    .filter(id -> assignments.containers().stream()
                            .noneMatch(wish -> wish.id().equals(id)))
                    .forEach(removed::add);
        }
        removed.forEach(engine::remove);
        send(new AgentMessage.ContainerReport(sequence.incrementAndGet(), false, changed, removed, List.of()));
    }

    private void answer(ServerMessage.Request request) {
        AgentMessage.Response prepared = answers.apply(request.body());
        if (prepared != null) {
            send(new AgentMessage.Response(
                    request.requestId(), prepared.problem(), prepared.image(), prepared.document()));
            return;
        }
        if (request.body() instanceof RequestBody.ImportImage wanted) {
            FakeStream stream = new FakeStream();
            open(Protocol.STREAM_PATH + wanted.streamId(), stream);
            byte[] archive = stream.all();
            ImageFact image = Samples.image(
                    Objects.requireNonNullElse(wanted.reference(), "docker.io/library/x:1"), archive.length);
            images.add(image);
            send(new AgentMessage.Response(request.requestId(), null, image, null));
        } else if (request.body() instanceof RequestBody.PullImage wanted) {
            pull(request.requestId(), wanted);
        } else if (request.body() instanceof RequestBody.FollowLogs wanted) {
            WebSocket stream = open(Protocol.STREAM_PATH + wanted.streamId(), new FakeStream());
            String lines = Samples.lines(3);
            stream.sendBinary(java.nio.ByteBuffer.wrap(lines.getBytes(java.nio.charset.StandardCharsets.UTF_8)), true)
                    .join();
            if (!wanted.follow()) {
                stream.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
                send(new AgentMessage.Response(request.requestId(), null, null, null));
            }
        } else {
            send(new AgentMessage.Response(request.requestId(), null, null, "{\"fake\":true}"));
        }
    }

    /** Dials the stream back, writes in chunks and ends it. */
    void write(String streamId, String text) {
        WebSocket stream = open(Protocol.STREAM_PATH + streamId, new FakeStream());
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += Protocol.STREAM_CHUNK_BYTES) {
            int length = Math.min(Protocol.STREAM_CHUNK_BYTES, bytes.length - at);
            stream.sendBinary(java.nio.ByteBuffer.wrap(bytes, at, length), true).join();
        }
        stream.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    ImageFact image(String digest) {
        return images.stream()
                .filter(image -> image.digest().equals(digest))
                .findFirst()
                .orElseThrow();
    }

    private void pull(String requestId, RequestBody.PullImage wanted) {
        send(new AgentMessage.Progress(requestId, "look up", 0, 0));
        send(new AgentMessage.Progress(requestId, "pull layer 1 of 2", 0, 100));
        send(new AgentMessage.Progress(requestId, "pull layer 2 of 2", 0, 50));
        try {
            pullGate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        send(new AgentMessage.Progress(requestId, "pull layer 2 of 2", 50, 50));
        ImageFact image = Samples.image(wanted.reference(), 150);
        images.add(image);
        send(new AgentMessage.Response(requestId, null, image, null));
    }

    boolean got(Class<? extends ServerMessage> type) {
        return received.stream().anyMatch(type::isInstance);
    }

    List<ContainerState> containers() {
        return List.copyOf(engine.values());
    }

    static boolean runs(ContainerState state) {
        return state.phase() == Phase.RUNNING;
    }

    static boolean on(ContainerWish wish) {
        return wish.power() == Power.ON;
    }

    @Override
    public void close() {
        WebSocket open = link;
        if (open != null) {
            open.abort();
        }
        work.shutdownNow();
    }

    private final class Reader implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                ServerMessage message = JSON.readValue(text.toString(), ServerMessage.class);
                text.setLength(0);
                handle(message);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete(-1);
        }
    }
}
