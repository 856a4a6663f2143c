package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.testing.Indexes;
import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.facts.ImageFact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A connected host that has images with real layers, and answers for them as an agent does. */
final class DeckHost implements AutoCloseable {
    final FakeAgent agent;
    private final Api api;
    private final Path directory;
    private final Map<String, List<byte[]>> layers = new ConcurrentHashMap<>();
    /** Bytes of the files that are read, by path. */
    final Map<String, String> contents = new ConcurrentHashMap<>();

    final List<RequestBody> asked = new CopyOnWriteArrayList<>();

    /** What it makes when layers are to be put together. */
    volatile @Nullable ImageFact made;

    DeckHost(FleetServer server, String name) {
        this.api = server.api();
        this.agent = FakeAgent.join(server, name);
        try {
            this.directory = Files.createTempDirectory("deck-host");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        agent.answers = this::answer;
    }

    /** Has the image before it connects. @return the image's digest */
    String image(String reference, List<String> env, byte[]... tars) {
        ImageFact like = Samples.image(reference, 10);
        List<ImageFact.LayerFact> facts = new ArrayList<>();
        for (byte[] tar : tars) {
            facts.add(new ImageFact.LayerFact(Digest.of(tar).toString(), tar.length, "COPY " + facts.size()));
        }
        ImageFact.ConfigFact config = like.config();
        agent.images.add(new ImageFact(
                like.digest(),
                like.configDigest(),
                like.references(),
                like.os(),
                like.architecture(),
                null,
                null,
                like.sizeBytes(),
                like.createdAt(),
                facts,
                new ImageFact.ConfigFact(
                        config.entrypoint(),
                        config.command(),
                        env,
                        config.workingDir(),
                        config.user(),
                        config.exposedPorts(),
                        Map.of(),
                        null)));
        layers.put(like.digest(), List.of(tars));
        return like.digest();
    }

    DeckHost connect() {
        agent.connect();
        await().untilAsserted(() -> assertThat(
                        api.get("/hosts/" + agent.identity.hostId()).text("/state"))
                .isEqualTo("CONNECTED"));
        agent.images.forEach(image -> await().untilAsserted(() ->
                assertThat(api.get("/images/" + image.digest()).status()).isEqualTo(200)));
        return this;
    }

    private AgentMessage.@Nullable Response answer(RequestBody body) {
        asked.add(body);
        if (body instanceof RequestBody.ReadIndexes wanted) {
            send(wanted.streamId(), indexes(wanted));
            return new AgentMessage.Response("", null, null, null);
        }
        if (body instanceof RequestBody.AssembleImage) {
            return new AgentMessage.Response("", null, made, null);
        }
        if (body instanceof RequestBody.ReadFile wanted) {
            send(wanted.streamId(), contents.getOrDefault(wanted.path(), "").getBytes(StandardCharsets.UTF_8));
            return new AgentMessage.Response("", null, null, null);
        }
        return null;
    }

    private byte[] indexes(RequestBody.ReadIndexes wanted) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (int layer : wanted.layers()) {
                LayerIndex index =
                        index(layers.getOrDefault(wanted.image(), List.of()).get(layer));
                all.write(ByteBuffer.allocate(8).putLong(index.sizeBytes()).array());
                index.copyTo(all);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    private LayerIndex index(byte[] tar) {
        return Indexes.of(tar, directory);
    }

    private void send(String streamId, byte[] bytes) {
        WebSocket stream = agent.open(Protocol.STREAM_PATH + streamId, new FakeStream());
        for (int at = 0; at < bytes.length; at += Protocol.STREAM_CHUNK_BYTES) {
            int length = Math.min(Protocol.STREAM_CHUNK_BYTES, bytes.length - at);
            stream.sendBinary(ByteBuffer.wrap(bytes, at, length), true).join();
        }
        stream.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Override
    public void close() {
        agent.close();
        api.delete("/hosts/" + agent.identity.hostId() + "?force=true");
    }
}
