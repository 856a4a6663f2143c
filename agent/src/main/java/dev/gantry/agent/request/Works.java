package dev.gantry.agent.request;

import dev.gantry.agent.link.ByteStream;
import dev.gantry.engine.Engine;
import dev.gantry.engine.container.LogQuery;
import dev.gantry.engine.container.LogRecord;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.RequestBody.CheckRegistry;
import dev.gantry.protocol.RequestBody.FollowLogs;
import dev.gantry.protocol.RequestBody.InspectContainer;
import dev.gantry.protocol.RequestBody.MeasureDisk;
import dev.gantry.protocol.RequestBody.PreviewPrune;
import dev.gantry.protocol.RequestBody.PruneImages;
import dev.gantry.protocol.RequestBody.SignalContainer;
import dev.gantry.protocol.facts.LogLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** How each kind of request is done. */
final class Works {
    private final Engine engine;
    private final JsonMapper json;
    private final ObjectWriter logLines;
    private final ImageWorks images;
    private final CopyWorks copies;
    private final LayerWorks layers;
    private final StoreWorks store;
    private final RegistryWorks registries;

    Works(Engine engine, JsonMapper json, Accesses accesses) {
        this.engine = engine;
        this.json = json;
        this.logLines = json.writerFor(LogLine.class);
        this.images = new ImageWorks(engine, accesses);
        this.copies = new CopyWorks(engine, json);
        this.layers = new LayerWorks(engine, json);
        this.store = new StoreWorks(engine, json);
        this.registries = new RegistryWorks(accesses, json, System::nanoTime);
    }

    /** @throws IOException when the request's stream broke */
    Answer perform(RequestBody body, Task task) throws IOException, InterruptedException {
        Answer image = images.perform(body, task);
        if (image != null) {
            return image;
        }
        Answer copy = copies.perform(body, task);
        if (copy != null) {
            return copy;
        }
        if (body instanceof PreviewPrune work) {
            return store.preview(work);
        }
        if (body instanceof PruneImages work) {
            return store.prune(work, task);
        }
        if (body instanceof MeasureDisk) {
            return store.measure();
        }
        if (body instanceof CheckRegistry work) {
            return registries.check(work);
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
