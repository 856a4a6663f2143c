package dev.gantry.agent.request;

import dev.gantry.agent.link.ByteStream;
import dev.gantry.agent.report.ImageFacts;
import dev.gantry.engine.Engine;
import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.RequestBody.DescribeContent;
import dev.gantry.protocol.RequestBody.FindMissing;
import dev.gantry.protocol.RequestBody.ReceiveImage;
import dev.gantry.protocol.RequestBody.SendContent;
import dev.gantry.protocol.image.ImageContent;
import dev.gantry.protocol.image.MissingFact;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** How both ends of a copy from host to host are done. */
final class CopyWorks {
    private final Engine engine;
    private final JsonMapper json;

    CopyWorks(Engine engine, JsonMapper json) {
        this.engine = engine;
        this.json = json;
    }

    /** @return null for what is about something else */
    @Nullable
    Answer perform(RequestBody body, Task task) throws IOException, InterruptedException {
        if (body instanceof DescribeContent work) {
            return describe(work);
        }
        if (body instanceof FindMissing work) {
            List<MissingFact.Layer> missing = engine.missingContent(told(work.content())).stream()
                    .map(blob -> new MissingFact.Layer(blob.digest().toString(), blob.size()))
                    .toList();
            return new Answer(null, json.writeValueAsString(new MissingFact(missing)));
        }
        if (body instanceof SendContent work) {
            return send(work, task);
        }
        return body instanceof ReceiveImage work ? receive(work, task) : null;
    }

    /** The documents are one message, and travel in others beside a list of layers. */
    private Answer describe(DescribeContent work) {
        dev.gantry.engine.image.ImageContent content = engine.describeContent(Digest.parse(work.image()));
        Base64.Encoder base64 = Base64.getEncoder();
        String manifest = base64.encodeToString(content.manifest());
        String config = base64.encodeToString(content.config());
        if (manifest.length() + config.length() > Protocol.MAX_MESSAGE_BYTES / 2) {
            throw new RefusedException(
                    RefusalCode.LIMIT_EXCEEDED,
                    "copy the image " + work.image(),
                    "its manifest and config have more than " + Protocol.MAX_MESSAGE_BYTES / 4 + " bytes",
                    "save it as an archive and import that");
        }
        List<String> names = content.names().stream().map(Reference::toString).toList();
        return new Answer(null, json.writeValueAsString(new ImageContent(manifest, config, names)));
    }

    private Answer send(SendContent work, Task task) throws IOException, InterruptedException {
        List<Digest> layers = work.layers().stream().map(Digest::parse).toList();
        Digest image = Digest.parse(work.image());
        ByteStream stream = task.dial(work.streamId(), true);
        try {
            engine.sendContent(image, layers, stream.out(), new ProgressReport(task, System::nanoTime));
        } catch (IOException | RuntimeException e) {
            // The reader must see that bytes are missing.
            stream.abort();
            throw e;
        }
        stream.close();
        return Answer.DONE;
    }

    private Answer receive(ReceiveImage work, Task task) throws IOException, InterruptedException {
        List<Digest> layers = work.layers().stream().map(Digest::parse).toList();
        dev.gantry.engine.image.ImageContent content = told(work.content());
        String streamId = work.streamId();
        InputStream in = streamId == null
                ? InputStream.nullInputStream()
                : task.dial(streamId, false).in();
        Image image = engine.receiveImage(content, layers, in, new ProgressReport(task, System::nanoTime));
        return new Answer(ImageFacts.of(image), null);
    }

    private static dev.gantry.engine.image.ImageContent told(ImageContent content) {
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            return new dev.gantry.engine.image.ImageContent(
                    base64.decode(content.manifest()),
                    base64.decode(content.config()),
                    content.references().stream().map(Reference::parse).toList());
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    RefusalCode.INVALID_ARGUMENT,
                    "copy an image",
                    "its documents are no base64",
                    "use a server of the agent's version");
        }
    }
}
