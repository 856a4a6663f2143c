package dev.gantry.engine.image.look;

import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.compression.FirstBytes;
import dev.gantry.oci.index.EntryKind;
import dev.gantry.oci.index.IndexEntry;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.stack.Item;
import dev.gantry.oci.stack.Stack;
import dev.gantry.oci.tar.ByteName;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One image's layers, readable one by one and as stacks; on top of them may lie what a container wrote. Safe for several
 * threads.
 */
public final class ImageLayers {
    private final Image image;
    private final List<LayerIndex> indexes;
    private final Archives archives;
    private final Optional<Files> written;

    /** @param indexes one for each of the image's layers, from the lowest to the highest */
    public ImageLayers(Image image, List<LayerIndex> indexes, Archives archives) {
        this.image = image;
        this.indexes = List.copyOf(indexes);
        this.archives = archives;
        this.written = Optional.empty();
    }

    private ImageLayers(ImageLayers image, LayerIndex top, Files written) {
        this.image = image.image;
        this.indexes = Stream.concat(image.indexes.stream(), Stream.of(top)).toList();
        this.archives = image.archives;
        this.written = Optional.of(written);
    }

    /** The same with one more layer on top that is no archive but files. */
    public ImageLayers under(LayerIndex top, Files files) {
        return new ImageLayers(this, top, files);
    }

    /** Whether the top layer is what a container wrote, and none of the image's. */
    public boolean isWrittenOn() {
        return written.isPresent();
    }

    /** Files that are read where they lie. */
    @FunctionalInterface
    public interface Files {
        /** @return empty when it is gone */
        Optional<InputStream> open(ByteName path) throws IOException;
    }

    /** Where the layers' bytes are. */
    @FunctionalInterface
    public interface Archives {
        /** @return the tar stream of a layer, 0 for the lowest, not compressed; to be closed */
        InputStream open(int layer) throws IOException;
    }

    public Image image() {
        return image;
    }

    public int count() {
        return indexes.size();
    }

    /** The layers up to this one, 0 for the lowest; refused with INVALID_ARGUMENT when there is no such layer. */
    public Stack stack(int upTo) {
        check(upTo);
        return new Stack(indexes.subList(0, upTo + 1));
    }

    /** What one layer holds; refused as {@link #stack}. */
    public LayerIndex index(int layer) {
        check(layer);
        return indexes.get(layer);
    }

    private void check(int upTo) {
        if (upTo < 0 || upTo >= indexes.size()) {
            throw new RefusedException(
                    RefusalCode.INVALID_ARGUMENT,
                    "look at layer " + upTo + " of the image " + image.digest(),
                    "it has " + indexes.size() + " layers",
                    indexes.isEmpty() ? "choose an image that has layers" : "name one from 0 to " + (count() - 1));
        }
    }

    /** A file's bytes in the archive of one layer, or under a path of the layer that was written. */
    public record Place(int layer, long offset, long size, ByteName path) {}

    /**
     * Where the content of a file is as the layers up to this one left it; of one that was removed, as it was last.
     *
     * @throws RefusedException INVALID_ARGUMENT when there is no such file
     */
    public Place place(int upTo, ByteName path) {
        Item item = stack(upTo).find(path).orElseThrow(() -> noFile(path, "no layer has it"));
        LayerIndex index = indexes.get(item.layer());
        IndexEntry file = index.find(item.entry().path().bytes()).stream()
                .boxed()
                .flatMap(ordinal -> index.file(ordinal).stream())
                .findFirst()
                .filter(entry -> entry.kind() == EntryKind.FILE)
                .orElseThrow(() ->
                        noFile(path, "it is no file but a " + words(item.entry().kind())));
        return new Place(item.layer(), file.offset(), file.size(), file.path());
    }

    /**
     * Opens a file's content, which takes as long as reading all that comes before it in its layer.
     *
     * @param offset how many bytes to leave out
     * @return what is left of the file; to be closed
     */
    public InputStream open(Place place, long offset) throws IOException {
        if (written.isPresent() && place.layer() == indexes.size() - 1) {
            InputStream file = written.get().open(place.path()).orElseThrow(() -> noFile(place.path(), "it is gone"));
            try {
                // It may have become shorter meanwhile: then the skip ends at its end, and nothing is left.
                file.skip(Math.max(0, offset));
                return file;
            } catch (IOException e) {
                file.close();
                throw e;
            }
        }
        InputStream tar = archives.open(place.layer());
        try {
            long start = Math.min(Math.max(0, offset), place.size());
            tar.skipNBytes(place.offset() + start);
            return new FirstBytes(tar, place.size() - start);
        } catch (IOException | RuntimeException e) {
            tar.close();
            throw e;
        }
    }

    private static String words(EntryKind kind) {
        return switch (kind) {
            case DIRECTORY -> "directory";
            case SYMLINK -> "symbolic link";
            case HARDLINK -> "hard link that leads nowhere";
            case CHAR, BLOCK -> "device";
            case FIFO -> "pipe";
            default -> "mark that hides one";
        };
    }

    private RefusedException noFile(ByteName path, String why) {
        return new RefusedException(
                RefusalCode.INVALID_ARGUMENT,
                "read the file " + path + " of the image " + image.digest(),
                why,
                "look at the list of the layer's files");
    }
}
