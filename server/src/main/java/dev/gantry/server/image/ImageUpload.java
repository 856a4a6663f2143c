package dev.gantry.server.image;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.agentlink.stream.ByteStream;
import dev.gantry.server.agentlink.stream.Streams;
import dev.gantry.server.host.HostView;
import dev.gantry.server.operation.Operations;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Passes an archive from a request's body to a host, a chunk at a time: nothing of it is kept here. */
@Component
class ImageUpload {
    /** How long the agent may take to say why it closed the stream. */
    private static final Duration WHY = Duration.ofSeconds(30);

    private final AgentLinks links;
    private final Streams streams;
    private final Operations operations;
    private final ImageOperations running;

    ImageUpload(AgentLinks links, Streams streams, Operations operations, ImageOperations running) {
        this.links = links;
        this.streams = streams;
        this.operations = operations;
        this.running = running;
    }

    /**
     * Sends the whole body. Returns once all bytes are on their way; the request's answer says what became of them.
     * Errors as soon as the host refuses, however much of the body is left.
     */
    PendingRequest send(Upload upload, InputStream body) {
        HostView host = upload.host();
        String sendStep = sendStep(host.name());
        String importStep = importStep(host.name());
        Progress progress = new Progress(upload, importStep);
        try (Streams.Expected expected = streams.expect(host.id())) {
            PendingRequest request = links.request(
                    host.id(),
                    host.name(),
                    new RequestBody.ImportImage(expected.id(), upload.reference(), Math.max(0, upload.sizeBytes())),
                    progress);
            running.started(upload.operationId(), request);
            ByteStream stream = expected.await(upload.tried(), request);
            pump(upload, body, stream, request, sendStep);
            progress.bodySent = true;
            operations.step(upload.operationId(), importStep);
            return request;
        }
    }

    private void pump(Upload upload, InputStream body, ByteStream stream, PendingRequest request, String step) {
        byte[] chunk = new byte[Protocol.STREAM_CHUNK_BYTES];
        @Nullable Long total = upload.sizeBytes() > 0 ? upload.sizeBytes() : null;
        long sent = 0;
        while (true) {
            int count;
            try {
                count = body.readNBytes(chunk, 0, chunk.length);
            } catch (IOException e) {
                stream.abort();
                request.cancel().run();
                throw new ProblemException(
                        ErrorCode.ARCHIVE_TRUNCATED,
                        upload.tried(),
                        "the upload broke off after " + sent + " bytes",
                        "Send the archive again; nothing of it was kept.",
                        java.util.Map.of(),
                        e);
            }
            if (count == 0) {
                stream.finish();
                return;
            }
            if (request.answer().isDone()) {
                stream.abort();
                request.await(upload.tried(), WHY);
                throw early(upload);
            }
            try {
                stream.write(chunk, 0, count);
            } catch (IOException closed) {
                request.await(upload.tried(), WHY);
                throw early(upload);
            }
            sent += count;
            operations.progress(upload.operationId(), step, sent, total);
        }
    }

    /** The answer was a success though bytes were left: an archive with something behind its end. */
    private static ProblemException early(Upload upload) {
        return new ProblemException(
                ErrorCode.ARCHIVE_INVALID,
                upload.tried(),
                "the host had read a whole archive before the end of the body",
                "Send one archive and nothing behind it.");
    }

    static String sendStep(String hostName) {
        return "send to " + hostName;
    }

    static String importStep(String hostName) {
        return "import on " + hostName;
    }

    static ImageFact imported(AgentMessage.Response answer) {
        return Objects.requireNonNull(answer.image(), "the agent answered an import without an image");
    }

    /**
     * One upload.
     *
     * @param sizeBytes as the request says, -1 when it does not
     */
    record Upload(UUID operationId, HostView host, @Nullable String reference, long sizeBytes, String tried) {}

    /** Shows the agent's progress once the body's own is over. */
    private final class Progress implements Consumer<AgentMessage.Progress> {
        private final Upload upload;
        private final String step;
        private volatile boolean bodySent;

        Progress(Upload upload, String step) {
            this.upload = upload;
            this.step = step;
        }

        @Override
        public void accept(AgentMessage.Progress seen) {
            if (bodySent && seen.current() >= 0 && seen.total() >= 0) {
                operations.progress(
                        upload.operationId(), step, seen.current(), seen.total() == 0 ? null : seen.total());
            }
        }
    }
}
