package dev.gantry.server.image.copy;

import dev.gantry.oci.digest.Digest;
import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.protocol.image.ImageContent;
import dev.gantry.protocol.image.MissingFact;
import dev.gantry.server.agentlink.AgentDocument;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.agentlink.stream.ByteStream;
import dev.gantry.server.agentlink.stream.Streams;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.image.ImageFacts;
import dev.gantry.server.image.ImageOperations;
import dev.gantry.server.image.LayerProgress;
import dev.gantry.server.operation.Operations;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Works on one copy: what it is, what is missing, and then the bytes of that from one stream into the other. */
@Component
class CopyWork {
    private static final Duration ANSWER = Duration.ofSeconds(60);
    /** How long a host may take after its last byte to say what became of it. */
    private static final Duration VERDICT = Duration.ofSeconds(30);
    /** How long unpacking may go on behind the last byte. */
    private static final Duration UNPACKING = Duration.ofHours(1);

    private final AgentLinks links;
    private final Streams streams;
    private final Operations operations;
    private final ImageOperations running;
    private final ImageFacts facts;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    CopyWork(
            AgentLinks links,
            Streams streams,
            Operations operations,
            ImageOperations running,
            ImageFacts facts,
            AuditLog audit,
            TransactionTemplate transaction) {
        this.links = links;
        this.streams = streams;
        this.operations = operations;
        this.running = running;
        this.facts = facts;
        this.audit = audit;
        this.transaction = transaction;
    }

    void run(CopyPlan copy) {
        try {
            ImageContent content = content(copy);
            List<MissingFact.Layer> missing = AgentDocument.read(
                            ask(copy, copy.to().id(), copy.to().name(), new RequestBody.FindMissing(content)),
                            MissingFact.class,
                            copy.tried(),
                            copy.to().name())
                    .layers();
            ImageFact image = missing.isEmpty() ? name(copy, content) : pass(copy, content, missing);
            done(copy, image, missing);
        } catch (IOException | RuntimeException e) {
            running.failed(copy.operationId(), copy.tried(), e);
        }
    }

    private AgentMessage.Response ask(CopyPlan copy, UUID hostId, String hostName, RequestBody body) {
        PendingRequest request = links.request(hostId, hostName, body, progress -> {});
        running.started(copy.operationId(), request);
        return request.await(copy.tried(), ANSWER);
    }

    /** The bytes must be those that the digest names, and the names those that are known here, whatever the host says. */
    private ImageContent content(CopyPlan copy) {
        ImageContent told = AgentDocument.read(
                ask(copy, copy.from().id(), copy.from().name(), new RequestBody.DescribeContent(copy.digest())),
                ImageContent.class,
                copy.tried(),
                copy.from().name());
        Digest actual;
        try {
            actual = Digest.of(Base64.getDecoder().decode(told.manifest()));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw mismatch(copy, "no manifest at all");
        }
        if (!actual.toString().equals(copy.digest())) {
            throw mismatch(copy, "the manifest " + actual);
        }
        return new ImageContent(
                told.manifest(), told.config(), copy.image().fact().references());
    }

    private static ProblemException mismatch(CopyPlan copy, String what) {
        return new ProblemException(
                ErrorCode.DIGEST_MISMATCH,
                copy.tried(),
                "host " + copy.from().name() + " sent " + what,
                "Pull or import the image on that host again, or name another one with fromHostId.");
    }

    /** All layers are there. */
    private ImageFact name(CopyPlan copy, ImageContent content) {
        return image(
                ask(copy, copy.to().id(), copy.to().name(), new RequestBody.ReceiveImage(content, List.of(), null)));
    }

    private ImageFact pass(CopyPlan copy, ImageContent content, List<MissingFact.Layer> missing) throws IOException {
        List<String> layers = missing.stream().map(MissingFact.Layer::digest).toList();
        try (Streams.Expected source = streams.expect(copy.from().id());
                Streams.Expected target = streams.expect(copy.to().id())) {
            PendingRequest receive = links.request(
                    copy.to().id(),
                    copy.to().name(),
                    new RequestBody.ReceiveImage(content, layers, target.id()),
                    new LayerProgress(operations, copy.operationId(), copy.to().name(), copy.compare()));
            running.started(copy.operationId(), receive);
            @Nullable PendingRequest send = null;
            try {
                send = links.request(
                        copy.from().id(),
                        copy.from().name(),
                        new RequestBody.SendContent(copy.digest(), layers, source.id()),
                        progress -> {});
                running.started(copy.operationId(), send);
                pump(copy, source.await(copy.tried(), send), send, target.await(copy.tried(), receive), receive);
                return image(receive.await(copy.tried(), UNPACKING));
            } finally {
                // An answered request has nothing left to cancel.
                receive.cancel().run();
                if (send != null) {
                    send.cancel().run();
                }
            }
        }
    }

    private static void pump(CopyPlan copy, ByteStream from, PendingRequest send, ByteStream to, PendingRequest receive)
            throws IOException {
        byte[] chunk = new byte[Protocol.STREAM_CHUNK_BYTES];
        try {
            for (int n = from.input().read(chunk); n >= 0; n = from.input().read(chunk)) {
                write(copy, to, chunk, n, receive);
            }
            send.await(copy.tried(), VERDICT);
            to.finish();
        } catch (IOException e) {
            to.abort();
            // The sender's own words are better than that its stream broke.
            send.await(copy.tried(), VERDICT);
            throw e;
        } catch (RuntimeException e) {
            to.abort();
            throw e;
        } finally {
            from.close();
        }
    }

    private static void write(CopyPlan copy, ByteStream to, byte[] chunk, int count, PendingRequest receive) {
        try {
            to.write(chunk, 0, count);
        } catch (IOException closed) {
            receive.await(copy.tried(), VERDICT);
            throw new ProblemException(
                    ErrorCode.ARCHIVE_TRUNCATED,
                    copy.tried(),
                    "the connection to host " + copy.to().name() + " broke",
                    "Copy it again; nothing of it was kept.",
                    Map.of(),
                    closed);
        }
    }

    private static ImageFact image(AgentMessage.Response answer) {
        return Objects.requireNonNull(answer.image(), "the agent answered a copy without an image");
    }

    private void done(CopyPlan copy, ImageFact image, List<MissingFact.Layer> sent) {
        transaction.executeWithoutResult(status -> {
            facts.add(copy.to().id(), image);
            Map<String, Object> after = Map.of(
                    "from", copy.from().name(),
                    "host", copy.to().name(),
                    "references", image.references(),
                    "sentBytes",
                            sent.stream()
                                    .mapToLong(MissingFact.Layer::sizeBytes)
                                    .sum());
            String name = image.references().isEmpty()
                    ? image.digest()
                    : image.references().get(0);
            audit.record(copy.caller(), ImageOperations.COPY, "image", copy.digest(), name, null, after);
            operations.succeed(copy.operationId());
        });
        running.ended(copy.operationId());
    }
}
