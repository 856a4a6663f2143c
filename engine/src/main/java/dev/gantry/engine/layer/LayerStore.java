package dev.gantry.engine.layer;

import dev.gantry.engine.disk.DataRoot;
import dev.gantry.engine.disk.DurableFile;
import dev.gantry.engine.disk.Ingest;
import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.KernelException;
import dev.gantry.engine.kernel.file.Names;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.digest.HashingInputStream;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.index.LayerIndexer;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The layers of this host, each unpacked once however many images share it. A layer is there whole or not at all: it is
 * written aside, brought to the disk and then renamed. Safe for several threads; two that unpack one layer at once do it
 * once.
 */
public final class LayerStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String MADE = "layer";

    private final DataRoot root;
    private final Ingest ingest;
    private final LayerLimits limits;
    /** Some layers share one, which only makes the second wait. */
    private final Object[] locks = Stream.generate(Object::new).limit(1024).toArray();

    public LayerStore(DataRoot root, Ingest ingest, LayerLimits limits) {
        this.root = root;
        this.ingest = ingest;
        this.limits = limits;
    }

    /** Where an archive's bytes come from; asked only when the layer is not there yet. */
    @FunctionalInterface
    public interface Archive {
        /** @return the tar archive, not compressed; the store closes it */
        InputStream open() throws IOException;
    }

    public LayerLimits limits() {
        return limits;
    }

    public Optional<Layer> find(Digest diffId) {
        return read(root.layer(diffId)).filter(layer -> layer.diffId().equals(diffId));
    }

    /**
     * Unpacks the layer unless it is there.
     *
     * @throws dev.gantry.oci.refusal.RefusedException with nothing left behind: DIGEST_MISMATCH when the archive is
     *     another one, ARCHIVE_INVALID or ARCHIVE_TRUNCATED, LIMIT_EXCEEDED, DISK_FULL
     */
    public Layer unpack(Digest diffId, Archive archive) throws IOException {
        synchronized (lock(diffId)) {
            Optional<Layer> there = find(diffId);
            if (there.isPresent()) {
                return there.get();
            }
            try (Ingest.Scratch scratch = ingest.scratch()) {
                return write(scratch.path(), diffId, archive);
            } catch (KernelException e) {
                throw e.refused("unpack the layer " + diffId);
            }
        }
    }

    /**
     * What the layer holds; made of its archive when it is not known yet, which takes as long as reading that.
     *
     * @throws dev.gantry.oci.refusal.RefusedException IMAGE_NOT_FOUND when the layer is not there, DIGEST_MISMATCH when
     *     the archive is another one, and as {@link LayerIndexer}
     */
    public LayerIndex index(Digest diffId, Archive archive) throws IOException {
        synchronized (lock(diffId)) {
            if (find(diffId).isEmpty()) {
                throw missing("look into a layer", diffId);
            }
            Path path = root.layerIndex(root.layer(diffId));
            Optional<LayerIndex> there = LayerIndex.open(path);
            if (there.isPresent()) {
                return there.get();
            }
            try (Ingest.Scratch scratch = ingest.scratch();
                    HashingInputStream tar = new HashingInputStream(new ReadAhead(archive.open()))) {
                Path made = scratch.path().resolve("index");
                LayerIndexer.index(tar, limits.tar(), made);
                Digest actual = tar.digest();
                if (!actual.equals(diffId)) {
                    throw new RefusedException(
                            RefusalCode.DIGEST_MISMATCH,
                            "index the layer " + diffId,
                            "its archive has the digest " + actual,
                            "import or pull the image again; its content on this host is damaged");
                }
                LayerIndex index = LayerIndex.open(made).orElseThrow();
                Files.move(made, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return index;
            }
        }
    }

    /** What a container wrote. @param directory as for {@link LayerStack#writable}; it need not have written anything */
    public WrittenLayer written(Path directory) {
        return new WrittenLayer(LayerStack.upper(directory));
    }

    /** What a container wrote so far, as one more layer. */
    public LayerIndex index(WrittenLayer written) throws IOException {
        try (Ingest.Scratch scratch = ingest.scratch()) {
            return written.index(limits, scratch.path().resolve("index"));
        }
    }

    private static RefusedException missing(String tried, Digest diffId) {
        return new RefusedException(
                RefusalCode.IMAGE_NOT_FOUND,
                tried,
                "the layer " + diffId + " is not on this host",
                "import or pull the image again");
    }

    private Object lock(Digest diffId) {
        return locks[Math.floorMod(diffId.hashCode(), locks.length)];
    }

    private Layer write(Path scratch, Digest diffId, Archive archive) throws IOException {
        Path files = makeEmpty(scratch);
        Layer layer;
        try (Dir dir = Dir.open(files);
                InputStream in = new ReadAhead(archive.open())) {
            layer = new LayerUnpacker(limits).unpack(diffId, in, dir, root.layerIndex(scratch.resolve(MADE)));
        }
        publish(scratch, layer);
        return layer;
    }

    private Path makeEmpty(Path scratch) {
        Path made = scratch.resolve(MADE);
        Dir.make(made, 0700);
        Path files = root.layerFiles(made);
        Dir.make(files, 0755);
        return files;
    }

    /** @param scratch holds the layer's files, in the ingest */
    private void publish(Path scratch, Layer layer) {
        DurableFile.write(root.layerRecord(scratch.resolve(MADE)), JSON.writeValueAsBytes(layer));
        Path target = root.layer(layer.diffId());
        // What is there without a readable record of this very layer is of no use to anybody.
        ingest.discard(target);
        try (Dir from = Dir.open(scratch);
                Dir layers = Dir.open(root.layers())) {
            from.syncFileSystem();
            from.rename(Names.utf8(MADE), layers, Names.of(root.layers().relativize(target)));
            layers.sync();
        }
    }

    /**
     * The layers as one file system.
     *
     * @param diffIds from the lowest to the highest, all unpacked
     */
    public LayerStack stack(List<Digest> diffIds) {
        List<LayerStack.Sheet> sheets = new ArrayList<>();
        for (Digest diffId : diffIds) {
            Layer layer = find(diffId).orElseThrow(() -> missing("stack the layers of an image", diffId));
            if (layer.opaqueRoot()) {
                sheets.clear();
            }
            sheets.add(0, new LayerStack.Sheet(files(diffId), Set.copyOf(layer.implicit())));
        }
        return new LayerStack(
                List.copyOf(sheets), Optional.of(mend(diffIds, sheets)).filter(Files::isDirectory));
    }

    /** Layers with directories of their own making hide the real owners and modes below; one more, thin layer shows them. */
    private Path mend(List<Digest> diffIds, List<LayerStack.Sheet> sheets) {
        Digest id = mendId(diffIds);
        synchronized (lock(id)) {
            if (find(id).isEmpty()) {
                Mend mend = Mend.of(sheets);
                if (!mend.isEmpty()) {
                    try (Ingest.Scratch scratch = ingest.scratch()) {
                        mend.write(makeEmpty(scratch.path()));
                        publish(scratch.path(), new Layer(id, 0, mend.size(), List.of(), false));
                    } catch (KernelException e) {
                        throw e.refused("stack the layers of an image");
                    }
                }
            }
        }
        return files(id);
    }

    /** The name under which {@link #list} shows what belongs to a stack and to no archive. */
    public static Digest mendId(List<Digest> diffIds) {
        return Digest.of(Names.utf8("mend " + diffIds));
    }

    /** Where the layer's files are, for mounting. */
    public Path files(Digest diffId) {
        return root.layerFiles(root.layer(diffId));
    }

    /** Removes the layer; the caller knows that nothing has it mounted. No-op when there is none. @param trash takes it */
    public void remove(Digest diffId, Ingest.Trash trash) {
        if (find(diffId).isPresent()) {
            trash.take(root.layer(diffId));
        }
    }

    /** All that are there; what has no readable record is removed. */
    public List<Digest> list() {
        List<Digest> found = new ArrayList<>();
        try (Dir dir = Dir.open(root.layers())) {
            for (Dir.Entry entry : dir.list()) {
                Path path = root.layers().resolve(new String(entry.name(), StandardCharsets.UTF_8));
                read(path).map(Layer::diffId).ifPresentOrElse(found::add, () -> ingest.discard(path));
            }
        }
        return found;
    }

    private Optional<Layer> read(Path layer) {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(root.layerRecord(layer)), Layer.class));
        } catch (NoSuchFileException | JacksonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("read the record of " + layer, e);
        }
    }
}
