package dev.gantry.server.image;

import dev.gantry.protocol.RequestBody;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.agentlink.stream.ByteStream;
import dev.gantry.server.agentlink.stream.Streams;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Passes an image from a host to a reader as one archive, a chunk at a time: nothing of it is kept here. */
@Component
class ImageDownload {
    private static final int CHUNK = 64 << 10;
    /** How long the agent may take after its last byte to say whether that was all. */
    private static final Duration VERDICT = Duration.ofSeconds(30);

    private final AgentLinks links;
    private final Streams streams;

    ImageDownload(AgentLinks links, Streams streams) {
        this.links = links;
        this.streams = streams;
    }

    /** Opens the stream of a host that has the image and can be asked. */
    Open open(ImageView image, @Nullable UUID hostId) {
        String tried = "Save image " + image.digest();
        ImageView.HostRef host = image.hosts().stream()
                .filter(each -> hostId == null || each.id().equals(hostId))
                .filter(each -> links.reaches(each.id()))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.HOST_UNREACHABLE,
                        tried,
                        "no host that has it is connected",
                        "Wait until one is, or name another with hostId."));
        try (Streams.Expected expected = streams.expect(host.id())) {
            PendingRequest request = links.request(
                    host.id(),
                    host.name(),
                    new RequestBody.SaveImages(expected.id(), List.of(image.digest())),
                    progress -> {});
            return new Open(expected.await(tried, request), request, tried);
        }
    }

    /** An archive on its way. */
    record Open(ByteStream stream, PendingRequest request, String tried) implements AutoCloseable {
        /**
         * Writes all of it.
         *
         * @throws IOException also when the host broke off, so that no reader takes a part for the whole
         */
        void copy(OutputStream out) throws IOException {
            byte[] chunk = new byte[CHUNK];
            for (int n = stream.input().read(chunk); n >= 0; n = stream.input().read(chunk)) {
                out.write(chunk, 0, n);
            }
            try {
                request.await(tried, VERDICT);
            } catch (ProblemException e) {
                throw new IOException(e.why(), e);
            }
            out.flush();
        }

        @Override
        public void close() {
            stream.close();
            request.cancel().run();
        }
    }
}
