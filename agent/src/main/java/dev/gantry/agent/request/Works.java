package dev.gantry.agent.request;

import dev.gantry.agent.link.ByteStream;
import dev.gantry.agent.report.ImageFacts;
import dev.gantry.engine.Engine;
import dev.gantry.engine.container.LogQuery;
import dev.gantry.engine.container.LogRecord;
import dev.gantry.engine.image.ImportProgress;
import dev.gantry.engine.image.store.Assembly;
import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.RequestBody.AssembleImage;
import dev.gantry.protocol.RequestBody.FollowLogs;
import dev.gantry.protocol.RequestBody.ImportImage;
import dev.gantry.protocol.RequestBody.InspectContainer;
import dev.gantry.protocol.RequestBody.PullImage;
import dev.gantry.protocol.RequestBody.PushImage;
import dev.gantry.protocol.RequestBody.RemoveImage;
import dev.gantry.protocol.RequestBody.SaveImages;
import dev.gantry.protocol.RequestBody.SignalContainer;
import dev.gantry.protocol.RequestBody.TagImage;
import dev.gantry.protocol.RequestBody.UntagImage;
import dev.gantry.protocol.facts.LogLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** How each kind of request is done. */
final class Works {
    private final Engine engine;
    private final JsonMapper json;
    private final ObjectWriter logLines;
    private final LayerWorks layers;

    Works(Engine engine, JsonMapper json) {
        this.engine = engine;
        this.json = json;
        this.logLines = json.writerFor(LogLine.class);
        this.layers = new LayerWorks(engine, json);
    }

    /** @throws IOException when the request's stream broke */
    Answer perform(RequestBody body, Task task) throws IOException, InterruptedException {
        if (body instanceof ImportImage work) {
            return importImage(work, task);
        }
        if (body instanceof PullImage work) {
            Image pulled =
                    engine.pullImage(Reference.parse(work.reference()), Accesses.of(work.endpoints()), progress(task));
            return new Answer(ImageFacts.of(pulled), null);
        }
        if (body instanceof PushImage work) {
            engine.pushImage(
                    work.image(), Reference.parse(work.reference()), Accesses.of(work.endpoints()), progress(task));
            return Answer.DONE;
        }
        if (body instanceof RemoveImage work) {
            engine.removeImage(work.image(), work.force());
            return Answer.DONE;
        }
        if (body instanceof TagImage work) {
            return new Answer(ImageFacts.of(engine.tagImage(work.image(), Reference.parse(work.reference()))), null);
        }
        if (body instanceof AssembleImage work) {
            return assembleImage(work);
        }
        if (body instanceof UntagImage work) {
            engine.untagImage(Reference.parse(work.reference()));
            return Answer.DONE;
        }
        if (body instanceof SaveImages work) {
            return saveImages(work, task);
        }
        if (body instanceof SignalContainer work) {
            engine.signal(work.containerId(), work.signal());
            return Answer.DONE;
        }
        if (body instanceof InspectContainer work) {
            var view = engine.container(work.containerId()).orElseThrow(() -> notFound("inspect", work.containerId()));
            return new Answer(null, json.writeValueAsString(view));
        }
        Answer looked = layers.perform(body, task);
        return looked != null ? looked : followLogs((FollowLogs) body, task);
    }

    /** What a request is about, for its problem: "import an image". */
    static String describe(RequestBody body) {
        if (body instanceof ImportImage work) {
            return work.reference() == null ? "import an image" : "import the image " + work.reference();
        }
        if (body instanceof PullImage work) {
            return "pull the image " + work.reference();
        }
        if (body instanceof PushImage work) {
            return "push the image as " + work.reference();
        }
        if (body instanceof RemoveImage work) {
            return "remove the image " + work.image();
        }
        if (body instanceof TagImage work) {
            return "name the image " + work.image() + " " + work.reference();
        }
        if (body instanceof AssembleImage work) {
            return "make the image " + work.reference();
        }
        if (body instanceof UntagImage work) {
            return "take the name " + work.reference() + " away";
        }
        if (body instanceof SaveImages work) {
            return "save " + String.join(", ", work.images());
        }
        if (body instanceof SignalContainer work) {
            return "send " + work.signal() + " to container " + work.containerId();
        }
        String looked = LayerWorks.describe(body);
        if (looked != null) {
            return looked;
        }
        return body instanceof InspectContainer work
                ? "inspect container " + work.containerId()
                : "read the log of container " + ((FollowLogs) body).containerId();
    }

    private Answer importImage(ImportImage work, Task task) throws IOException, InterruptedException {
        String text = work.reference();
        @Nullable Reference name = text == null ? null : Reference.parse(text);
        ByteStream stream = task.dial(work.streamId(), false);
        List<Image> images = engine.importImage(stream.in(), name, progress(task));
        return new Answer(ImageFacts.of(images.get(0)), null);
    }

    private Answer assembleImage(AssembleImage work) {
        List<Assembly.Choice> chosen = work.layers().stream()
                .map(layer -> new Assembly.Choice(Digest.parse(layer.image()), layer.layer()))
                .toList();
        Image made = engine.assembleImage(Reference.parse(work.reference()), chosen, Digest.parse(work.configOf()));
        return new Answer(ImageFacts.of(made), null);
    }

    private Answer saveImages(SaveImages work, Task task) throws IOException, InterruptedException {
        for (String image : work.images()) {
            if (engine.image(image).isEmpty()) {
                throw new RefusedException(
                        RefusalCode.IMAGE_NOT_FOUND,
                        "save the image " + image,
                        "this host has no such image",
                        "look it up on the page Images");
            }
        }
        ByteStream stream = task.dial(work.streamId(), true);
        engine.saveImages(work.images(), stream.out());
        stream.close();
        return Answer.DONE;
    }

    private static ImportProgress progress(Task task) {
        return new ProgressReport(task, System::nanoTime);
    }

    private Answer followLogs(FollowLogs work, Task task) throws IOException, InterruptedException {
        LogQuery query = query(work);
        if (engine.container(work.containerId()).isEmpty()) {
            throw notFound("read the log of", work.containerId());
        }
        ByteStream stream = task.dial(work.streamId(), true);
        OutputStream out = stream.out();
        engine.logs(work.containerId(), query, line -> write(line, out));
        // An interrupted reading ends like any other.
        task.check();
        stream.close();
        return Answer.DONE;
    }

    private void write(LogRecord line, OutputStream out) {
        LogLine message = new LogLine(
                line.time().toString(), line.stream().name().toLowerCase(Locale.ROOT), line.text(), line.partial());
        byte[] bytes = logLines.writeValueAsBytes(message);
        byte[] whole = Arrays.copyOf(bytes, bytes.length + 1);
        whole[bytes.length] = '\n';
        try {
            out.write(whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LogQuery query(FollowLogs work) {
        String since = work.since();
        Integer tail = work.tail();
        try {
            return new LogQuery(
                    since == null ? Optional.empty() : Optional.of(Instant.parse(since)),
                    tail == null ? OptionalInt.empty() : OptionalInt.of(tail),
                    work.follow());
        } catch (DateTimeParseException e) {
            throw new RefusedException(
                    RefusalCode.INVALID_ARGUMENT,
                    "read the log since " + since,
                    "that is no time",
                    "write it as in 2026-05-01T12:00:00Z");
        }
    }

    private static RefusedException notFound(String verb, String id) {
        return new RefusedException(
                RefusalCode.CONTAINER_NOT_FOUND,
                verb + " container " + id,
                "this host has no such container",
                "look it up on the page Containers");
    }
}
