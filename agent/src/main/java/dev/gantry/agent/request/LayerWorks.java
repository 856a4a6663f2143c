package dev.gantry.agent.request;

import dev.gantry.agent.link.ByteStream;
import dev.gantry.engine.Engine;
import dev.gantry.engine.image.look.ImageLayers;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.index.EntryKind;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.stack.Filter;
import dev.gantry.oci.stack.Item;
import dev.gantry.oci.stack.Listing;
import dev.gantry.oci.stack.Mark;
import dev.gantry.oci.stack.Waste;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.PathText;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.RequestBody.DescribeLayers;
import dev.gantry.protocol.RequestBody.FileHistory;
import dev.gantry.protocol.RequestBody.FindFiles;
import dev.gantry.protocol.RequestBody.ListFiles;
import dev.gantry.protocol.RequestBody.ReadFile;
import dev.gantry.protocol.RequestBody.ReadIndexes;
import dev.gantry.protocol.layer.FileFact;
import dev.gantry.protocol.layer.FilePage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** How requests about an image's layers are done. */
final class LayerWorks {
    /** A page is cut before its paths alone take so many characters, because one answer is one message. */
    private static final int PAGE_CHARS = 1 << 20;

    private static final int BUFFER = 64 << 10;

    private final Engine engine;
    private final JsonMapper json;

    LayerWorks(Engine engine, JsonMapper json) {
        this.engine = engine;
        this.json = json;
    }

    /** @return null when the request is about something else */
    @Nullable
    Answer perform(RequestBody body, Task task) throws IOException, InterruptedException {
        if (body instanceof DescribeLayers work) {
            return describe(work, task);
        }
        if (body instanceof ListFiles work) {
            return list(work);
        }
        if (body instanceof FileHistory work) {
            return history(work);
        }
        if (body instanceof ReadFile work) {
            return read(work, task);
        }
        if (body instanceof FindFiles work) {
            return document(new FindWorks(engine).find(work, task));
        }
        return body instanceof ReadIndexes work ? readIndexes(work, task) : null;
    }

    /** What a request is about, for its problem; null when it is about something else. */
    static @Nullable String describe(RequestBody body) {
        if (body instanceof DescribeLayers work) {
            return "look into the layers of the image " + work.image();
        }
        if (body instanceof ListFiles work) {
            return "list the files of the image " + work.image();
        }
        if (body instanceof FileHistory work) {
            return "tell the history of " + work.path() + " in the image " + work.image();
        }
        if (body instanceof ReadFile work) {
            return "read " + work.path() + " of the image " + work.image();
        }
        if (body instanceof FindFiles work) {
            return "find " + (work.content() == null ? work.text() : work.content()) + " in all images";
        }
        return body instanceof ReadIndexes work ? "read the indexes of the image " + work.image() : null;
    }

    private Answer readIndexes(ReadIndexes work, Task task) throws IOException, InterruptedException {
        ImageLayers layers = layers(work.image());
        List<LayerIndex> indexes = work.layers().stream().map(layers::index).toList();
        ByteStream stream = task.dial(work.streamId(), true);
        try {
            for (LayerIndex index : indexes) {
                OutputStream out = stream.out();
                out.write(ByteBuffer.allocate(Long.BYTES)
                        .putLong(index.sizeBytes())
                        .array());
                index.copyTo(out);
            }
        } catch (IOException | RuntimeException e) {
            stream.abort();
            throw e;
        }
        stream.close();
        return Answer.DONE;
    }

    private Answer describe(DescribeLayers work, Task task) {
        ImageLayers layers = layers(work.image());
        return document(LayerFacts.of(layers, task::check, Math.max(0, work.worst())));
    }

    private Answer list(ListFiles work) {
        Filter filter = new Filter(
                work.text(), values(EntryKind.class, work.kinds()), values(Mark.class, work.marks()), work.minBytes());
        Listing listing = new Listing(layers(work.image()).stack(work.layer()), filter, Math.max(1, work.limit()));
        ByteName path = PathText.parse(work.path());
        ByteName after = PathText.parse(work.after());
        Listing.Page page = (work.below() ? listing.below(path, after) : listing.directory(path, after))
                .orElseThrow(() -> new RefusedException(
                        RefusalCode.INVALID_ARGUMENT,
                        "list the directory " + path + " of the image " + work.image(),
                        "none of these layers has such a directory",
                        "begin at the root, with an empty path"));
        return document(page(page.items(), page.more()));
    }

    private Answer history(FileHistory work) {
        ImageLayers layers = layers(work.image());
        List<Item> history = layers.count() == 0
                ? List.of()
                : layers.stack(layers.count() - 1).history(PathText.parse(work.path()));
        return document(page(history, false));
    }

    private Answer read(ReadFile work, Task task) throws IOException, InterruptedException {
        ImageLayers layers = layers(work.image());
        ImageLayers.Place place = layers.place(work.layer(), PathText.parse(work.path()));
        ByteStream stream = task.dial(work.streamId(), true);
        try (InputStream content = layers.open(place, work.offset())) {
            copy(content, stream.out(), work.length());
        } catch (IOException | RuntimeException e) {
            // The reader must see that bytes are missing.
            stream.abort();
            throw e;
        }
        stream.close();
        return Answer.DONE;
    }

    private static void copy(InputStream content, OutputStream out, @Nullable Long length) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long left = length == null ? Long.MAX_VALUE : length;
        int n;
        while (left > 0 && (n = content.read(buffer, 0, (int) Math.min(left, buffer.length))) >= 0) {
            out.write(buffer, 0, n);
            left -= n;
        }
    }

    private ImageLayers layers(String of) {
        return of.startsWith(RequestBody.OF_CONTAINER)
                ? engine.containerLayers(of.substring(RequestBody.OF_CONTAINER.length()))
                : engine.layers(Digest.parse(of));
    }

    private Answer document(Object fact) {
        return new Answer(null, json.writeValueAsString(fact));
    }

    private static FilePage page(List<Item> items, boolean more) {
        List<FileFact> files = new ArrayList<>();
        int chars = 0;
        for (Item item : items) {
            FileFact file = LayerFacts.of(item);
            String link = file.link();
            chars += file.path().length() + (link == null ? 0 : link.length());
            if (chars > PAGE_CHARS && !files.isEmpty()) {
                return new FilePage(files, true);
            }
            files.add(file);
        }
        return new FilePage(files, more);
    }

    private static <E extends Enum<E>> Set<E> values(Class<E> type, List<String> names) {
        try {
            return names.stream().map(name -> Enum.valueOf(type, name)).collect(Collectors.toSet());
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    RefusalCode.INVALID_ARGUMENT,
                    "list the files of a layer",
                    names + " holds a word that this host's agent does not know",
                    "use the words that the documentation of the API lists");
        }
    }

    /** The facts that a stack tells of its waste need all layers. */
    static Waste waste(ImageLayers layers, int worst) {
        return layers.count() == 0 ? new Waste(1, 0, List.of()) : Waste.of(layers.stack(layers.count() - 1), worst);
    }
}
