package dev.gantry.engine.image;

import dev.gantry.engine.disk.ContentStore;
import dev.gantry.engine.disk.DataRoot;
import dev.gantry.engine.disk.Ingest;
import dev.gantry.engine.image.look.ImageLayers;
import dev.gantry.engine.image.look.LayerReader;
import dev.gantry.engine.image.prune.PrunePlan;
import dev.gantry.engine.image.prune.PruneResult;
import dev.gantry.engine.image.prune.PruneRules;
import dev.gantry.engine.image.prune.PruneSeen;
import dev.gantry.engine.image.prune.Pruner;
import dev.gantry.engine.image.store.Assembly;
import dev.gantry.engine.image.store.Garbage;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.image.store.ImageRecord;
import dev.gantry.engine.image.store.ImageStore;
import dev.gantry.engine.image.store.Piece;
import dev.gantry.engine.image.usage.PieceSizes;
import dev.gantry.engine.image.usage.StoreMeter;
import dev.gantry.engine.image.usage.StoreUse;
import dev.gantry.engine.kernel.file.KernelException;
import dev.gantry.engine.layer.LayerLimits;
import dev.gantry.engine.layer.LayerStack;
import dev.gantry.engine.layer.LayerStore;
import dev.gantry.engine.layer.WrittenLayer;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.RegistryAccess;
import dev.gantry.oci.registry.http.Connections;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The images of this host and who uses them. Everything is read from the disk at the start; only the use is not, so
 * whoever adopts containers says again what they use, and calls {@link #collect} after that. Safe for several threads.
 */
public final class Images {
    private final ImageStore images;
    private final LayerStore layers;
    private final Garbage garbage;
    private final ImageImporter importer;
    private final ImageSaver saver;
    private final ImagePuller puller;
    private final ImagePusher pusher;
    private final LayerReader reader;
    private final ImageCopies copies;
    private final Pruner pruner;
    private final StoreMeter meter;
    private final Assembly assembly;
    private final PlatformChoice platform;
    private final String gzip;
    private final Map<String, Use> uses = new HashMap<>();

    /**
     * @param ingest the root's only one
     * @param architecture as in Go: "amd64", "arm64"
     * @param decompressor its limits are replaced by those for layers
     * @param connections to registries
     */
    public Images(
            DataRoot root,
            Ingest ingest,
            LayerLimits limits,
            String architecture,
            Decompressor decompressor,
            Connections connections) {
        ContentStore content = new ContentStore(root, ingest);
        this.images = new ImageStore(root, content);
        this.layers = new LayerStore(root, ingest, limits);
        this.garbage = new Garbage(images, content, layers, ingest);
        this.saver = new ImageSaver(images, content, garbage);
        Decompressor limited = decompressor.withLimits(limits.decompression());
        Optional<FastGzip> program = FastGzip.choose();
        this.gzip = program.map(FastGzip::name).orElse(FastGzip.NONE);
        Decompressor fast = program.map(one -> one.in(limited)).orElse(limited);
        this.importer = new ImageImporter(images, content, layers, ingest, garbage, architecture, fast);
        this.platform = new PlatformChoice(ImageImporter.OS, architecture, Optional.empty());
        this.puller = new ImagePuller(images, content, layers, garbage, platform, fast, connections);
        this.pusher = new ImagePusher(images, content, connections);
        this.reader = new LayerReader(content, layers, fast);
        this.copies = new ImageCopies(images, content, layers, garbage, platform, fast);
        PieceSizes sizes = new PieceSizes(root);
        this.pruner = new Pruner(images, garbage, sizes);
        this.meter = new StoreMeter(root, images, content, layers, garbage, sizes);
        this.assembly = new Assembly(images, content, garbage);
    }

    private record Use(Digest image, String name) {}

    /** This host's architecture in Go's words. */
    public static String hostArchitecture() {
        String arch = System.getProperty("os.arch", "");
        return switch (arch) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> arch;
        };
    }

    /** Who unpacks gzip: "igzip", "unpigz" or "jdk". */
    public String gzip() {
        return gzip;
    }

    /** @see dev.gantry.engine.image.ImportProgress */
    public List<Image> importImage(InputStream archive, @Nullable Reference name, ImportProgress progress) {
        String tried = name == null ? "import an image" : "import the image " + name.familiar();
        return refusing(tried, () -> importer.run(archive, name, progress));
    }

    /** @see dev.gantry.engine.image.ImportProgress */
    public Image pullImage(
            Reference name, RegistryAccess access, Optional<PlatformChoice> wanted, ImportProgress progress) {
        return refusing("pull " + name.familiar(), () -> puller.run(name, access, wanted, progress));
    }

    /** @param nameOrDigest as in {@link #find}. @see dev.gantry.engine.image.ImportProgress */
    public void pushImage(String nameOrDigest, Reference name, RegistryAccess access, ImportProgress progress) {
        String tried = "push " + nameOrDigest + " as " + name.familiar();
        Image image = images.find(nameOrDigest).orElseThrow(() -> notFound(tried));
        boolean unused = refusing(tried, () -> {
            pusher.run(image, name, access, progress);
            return true;
        });
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T refusing(String tried, Work<T> work) {
        try {
            return work.run();
        } catch (KernelException e) {
            throw e.refused(tried);
        } catch (IOException e) {
            throw failed(tried, e);
        }
    }

    /** @see dev.gantry.engine.Engine#saveImages */
    public void save(List<String> namesOrDigests, OutputStream out) throws IOException {
        saver.save(namesOrDigests, out);
    }

    /** @see dev.gantry.engine.Engine#describeContent */
    public ImageContent describeContent(Digest digest) {
        return refusing("describe the image " + digest, () -> copies.describe(digest));
    }

    /** @see dev.gantry.engine.Engine#missingContent */
    public List<Descriptor> missingContent(ImageContent described) {
        return copies.missing(described);
    }

    /** @see dev.gantry.engine.Engine#sendContent */
    public void sendContent(Digest digest, List<Digest> layers, OutputStream out, ImportProgress progress)
            throws IOException {
        copies.send(digest, layers, out, progress);
    }

    /** @see dev.gantry.engine.Engine#receiveImage */
    public Image receive(ImageContent described, List<Digest> coming, InputStream in, ImportProgress progress) {
        return refusing("copy an image to this host", () -> copies.receive(described, coming, in, progress));
    }

    /** @see dev.gantry.engine.Engine#tagImage */
    public synchronized Image tag(String nameOrDigest, Reference name) {
        String tried = "name the image " + nameOrDigest + " " + name.familiar();
        if (name.tag().isEmpty() || name.digest().isPresent()) {
            throw new RefusedException(
                    RefusalCode.INVALID_ARGUMENT,
                    tried,
                    "a name that leads to an image has a tag and no digest",
                    "write it as in team/app:2.0");
        }
        Image image = images.find(nameOrDigest).orElseThrow(() -> notFound(tried));
        return images.addName(image.digest(), name);
    }

    /** @see dev.gantry.engine.Engine#assembleImage */
    public Image assemble(Reference name, List<Assembly.Choice> chosen, Digest configOf) {
        return refusing("make the image " + name.familiar(), () -> assembly.make(name, chosen, configOf));
    }

    /** @see dev.gantry.engine.Engine#untagImage */
    public synchronized void untag(Reference name) {
        if (images.list().stream().noneMatch(image -> image.names().contains(name))) {
            throw notFound("take the name " + name.familiar() + " away");
        }
        images.removeName(name);
    }

    private static RefusedException failed(String tried, IOException e) {
        RefusedException refusal = new RefusedException(
                RefusalCode.INTERNAL,
                tried,
                "reading or writing failed: " + e.getMessage(),
                "look at the host's kernel log and the agent's log");
        refusal.addSuppressed(e);
        return refusal;
    }

    public List<Image> list() {
        return images.list();
    }

    /** @param nameOrDigest a name, a name with a digest, or a manifest's digest, "sha256:…" */
    public Optional<Image> find(String nameOrDigest) {
        return images.find(nameOrDigest);
    }

    /** @see dev.gantry.engine.Engine#layers */
    public ImageLayers layers(Digest digest) {
        String tried = "look into the layers of the image " + digest;
        ImageRecord record = images.record(digest).orElseThrow(() -> notFound(tried));
        try (Garbage.Hold hold = garbage.hold()) {
            record.blobs().forEach(hold::blob);
            record.diffIds().forEach(hold::layer);
            return reader.read(images.find(digest).orElseThrow(() -> notFound(tried)), record);
        } catch (KernelException e) {
            throw e.refused(tried);
        } catch (IOException e) {
            throw failed(tried, e);
        }
    }

    /** @see dev.gantry.engine.Engine#containerLayers. @param directory the container's own */
    public ImageLayers layers(Digest digest, Path directory) {
        ImageLayers image = layers(digest);
        WrittenLayer written = layers.written(directory);
        return refusing("look at what the container wrote", () -> image.under(layers.index(written), written::open));
    }

    /**
     * Stacks an image's layers for a container, which keeps them until {@link #release}. To be called again with the
     * same arguments after a start.
     *
     * @param container its id
     * @param containerName for the refusal of a removal
     */
    public synchronized LayerStack use(Digest image, String container, String containerName) {
        Image found = images.find(image).orElseThrow(() -> notFound("use the image " + image));
        ImageConfig.Platform made = found.config().platform();
        if (!platform.fits(made)) {
            throw new RefusedException(
                    RefusalCode.PLATFORM_MISMATCH,
                    "run the image " + image,
                    "it is for " + PlatformChoice.of(made) + " and this host is " + platform,
                    "pull it for " + platform + ", or use a host of its platform");
        }
        LayerStack stack =
                layers.stack(found.layers().stream().map(Image.Layer::diffId).toList());
        uses.put(container, new Use(image, containerName));
        return stack;
    }

    /** No-op when the container uses none. */
    public synchronized void release(String container) {
        uses.remove(container);
    }

    /**
     * Removes a name, or, given the digest or the last name, the image and what no other image needs.
     *
     * @param force given a digest, remove an image that has more than one name
     */
    public void remove(String nameOrDigest, boolean force) {
        Optional<ImageRecord> removed = removeRecord(nameOrDigest, force);
        Set<Piece> unused = garbage.sweepAfter(removed.stream().toList());
    }

    private synchronized Optional<ImageRecord> removeRecord(String nameOrDigest, boolean force) {
        String tried = "remove the image " + nameOrDigest;
        Image image = images.find(nameOrDigest).orElseThrow(() -> notFound(tried));
        boolean byDigest = nameOrDigest.startsWith("sha256:") || !image.names().contains(Reference.parse(nameOrDigest));
        if (!byDigest && image.names().size() > 1) {
            images.removeName(Reference.parse(nameOrDigest));
            return Optional.empty();
        }
        refuseWhenUsed(image, tried);
        if (byDigest && image.names().size() > 1 && !force) {
            throw manyNames(image, tried);
        }
        ImageRecord record = images.record(image.digest()).orElseThrow();
        images.remove(image.digest());
        return Optional.of(record);
    }

    private void refuseWhenUsed(Image image, String tried) {
        List<String> users = uses.values().stream()
                .filter(use -> use.image().equals(image.digest()))
                .map(Use::name)
                .sorted()
                .toList();
        if (!users.isEmpty()) {
            throw new RefusedException(
                    RefusalCode.IMAGE_IN_USE,
                    tried,
                    (users.size() == 1 ? "a container needs it: " : users.size() + " containers need it: ")
                            + String.join(", ", users),
                    "remove what needs it first");
        }
    }

    private static RefusedException manyNames(Image image, String tried) {
        String names = String.join(
                ", ", image.names().stream().map(Reference::familiar).toList());
        return new RefusedException(
                RefusalCode.IMAGE_IN_USE,
                tried,
                "it has " + image.names().size() + " names: " + names,
                "remove it name by name, or remove it with force");
    }

    /** @see dev.gantry.engine.Engine#previewPrune */
    public PrunePlan previewPrune(PruneRules rules, Map<Digest, List<String>> needed, Instant now) {
        try {
            return pruner.preview(rules, () -> users(needed), now);
        } catch (KernelException e) {
            throw e.refused("see what a prune would remove");
        }
    }

    /** @see dev.gantry.engine.Engine#pruneImages */
    public PruneResult prune(
            PruneRules rules,
            List<PruneSeen> seen,
            Map<Digest, List<String>> needed,
            Instant now,
            ImportProgress progress) {
        try {
            return pruner.run(
                    rules,
                    seen,
                    () -> users(needed),
                    now,
                    this,
                    done -> progress.at("remove images", done, seen.size()));
        } catch (KernelException e) {
            throw e.refused("prune images");
        }
    }

    /** @see dev.gantry.engine.Engine#diskUsage */
    public StoreUse diskUse() {
        try {
            return meter.measure(users(Map.of()));
        } catch (KernelException e) {
            throw e.refused("measure what the images take on the disk");
        }
    }

    /** @param needed what others know beside {@link #use} */
    private synchronized Map<Digest, List<String>> users(Map<Digest, List<String>> needed) {
        Map<Digest, Set<String>> users = new HashMap<>();
        needed.forEach((image, names) ->
                users.computeIfAbsent(image, d -> new TreeSet<>()).addAll(names));
        uses.values()
                .forEach(use ->
                        users.computeIfAbsent(use.image(), d -> new TreeSet<>()).add(use.name()));
        Map<Digest, List<String>> sorted = new HashMap<>();
        users.forEach((image, names) -> sorted.put(image, List.copyOf(names)));
        return sorted;
    }

    /** Removes what a crash left: layers and content that no image needs. */
    public void collect() {
        garbage.collect();
    }

    private static RefusedException notFound(String tried) {
        return new RefusedException(
                RefusalCode.IMAGE_NOT_FOUND,
                tried,
                "there is no such image on this host",
                "import the image first, or look at the list of this host's images for its name");
    }
}
