package dev.gantry.server.image.layer;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.layer.FilePage;
import dev.gantry.protocol.layer.LayersFact;
import dev.gantry.server.agentlink.AgentDocument;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.agentlink.stream.ByteStream;
import dev.gantry.server.agentlink.stream.Streams;
import dev.gantry.server.image.ImageQueries;
import dev.gantry.server.image.ImageView;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks a connected host that has an image. What it answers is read as records, whatever it sends. */
@Component
public class LayerAsk {
    /** The first look at a large layer reads all of it. */
    private static final Duration ANSWER = Duration.ofMinutes(5);

    private final ImageQueries images;
    private final AgentLinks links;
    private final Streams streams;

    LayerAsk(ImageQueries images, AgentLinks links, Streams streams) {
        this.images = images;
        this.links = links;
        this.streams = streams;
    }

    LayersFact layers(LayersOf of, int worst) {
        return ask(
                of,
                "Look into the layers of " + of.words(),
                new RequestBody.DescribeLayers(of.onLink(), worst),
                LayersFact.class);
    }

    FilePage files(LayersOf of, RequestBody.ListFiles wanted) {
        return ask(of, "List the files of " + of.words(), wanted, FilePage.class);
    }

    FilePage history(LayersOf of, String path) {
        return ask(
                of,
                "Tell the history of " + path + " in " + of.words(),
                new RequestBody.FileHistory(of.onLink(), path),
                FilePage.class);
    }

    /** Bytes on their way; to be closed. */
    public record Open(ByteStream stream, PendingRequest request) implements AutoCloseable {
        @Override
        public void close() {
            stream.close();
            request.cancel().run();
        }
    }

    /** @param length at most so many bytes; null for all */
    public Open open(LayersOf of, int layer, String path, long offset, @Nullable Long length) {
        String tried = "Read the file " + path + " of " + of.words();
        return open(
                host(of, tried),
                tried,
                streamId -> new RequestBody.ReadFile(of.onLink(), layer, path, streamId, offset, length));
    }

    /** Has a host dial a stream for what it is asked. */
    public Open open(ImageView.HostRef host, String tried, Function<String, RequestBody> body) {
        Streams.Expected expected = streams.expect(host.id());
        try (expected) {
            PendingRequest request = links.request(host.id(), host.name(), body.apply(expected.id()), progress -> {});
            return new Open(expected.await(tried, request), request);
        }
    }

    private <T> T ask(LayersOf of, String tried, RequestBody body, Class<T> type) {
        ImageView.HostRef host = host(of, tried);
        AgentMessage.Response answer =
                links.request(host.id(), host.name(), body, progress -> {}).await(tried, ANSWER);
        return AgentDocument.read(answer, type, tried, host.name());
    }

    private ImageView.HostRef host(LayersOf of, String tried) {
        ImageView.HostRef only = of.host();
        return only != null ? only : host(of.onLink(), tried);
    }

    /** One that has the image and can be asked; errors with IMAGE_NOT_FOUND and HOST_UNREACHABLE. */
    public ImageView.HostRef host(String digest, String tried) {
        ImageView image = images.find(digest).orElseThrow(() -> ImageQueries.notFound(digest));
        return image.hosts().stream()
                .filter(host -> links.reaches(host.id()))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.HOST_UNREACHABLE,
                        tried,
                        "no host that has the image is connected: "
                                + String.join(
                                        ", ",
                                        image.hosts().stream()
                                                .map(ImageView.HostRef::name)
                                                .toList()),
                        "See that one of these hosts is up, and that its agent runs and reaches the server."));
    }
}
