package dev.gantry.engine.image;

import dev.gantry.engine.disk.ContentStore;
import dev.gantry.engine.disk.Ingest;
import dev.gantry.engine.image.store.Garbage;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.image.store.ImageRecord;
import dev.gantry.engine.image.store.ImageStore;
import dev.gantry.engine.layer.LayerLimits;
import dev.gantry.engine.layer.LayerStore;
import dev.gantry.oci.archive.ArchivedImage;
import dev.gantry.oci.archive.ArchivedLayer;
import dev.gantry.oci.archive.DockerArchive;
import dev.gantry.oci.archive.ImageArchive;
import dev.gantry.oci.archive.OciLayout;
import dev.gantry.oci.archive.RootFileSystem;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.digest.HashingInputStream;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes images of an archive: receive it whole, recognise it, choose this host's platform, bring in each layer, and only
 * then let the images be seen. Whatever fails or is cancelled leaves nothing.
 */
final class ImageImporter {
    static final String OS = "linux";

    private final ImageStore images;
    private final ContentStore content;
    private final LayerStore layers;
    private final Ingest ingest;
    private final Garbage garbage;
    private final String architecture;
    private final Decompressor decompressor;

    ImageImporter(
            ImageStore images,
            ContentStore content,
            LayerStore layers,
            Ingest ingest,
            Garbage garbage,
            String architecture,
            Decompressor decompressor) {
        this.images = images;
        this.content = content;
        this.layers = layers;
        this.ingest = ingest;
        this.garbage = garbage;
        this.architecture = architecture;
        this.decompressor = decompressor;
    }

    /** An image whose content is in the archive, for this host's platform. @param manifest empty when one must be made */
    private record Found(
            List<Reference> names,
            Optional<Manifest> manifest,
            byte[] config,
            ImageConfig imageConfig,
            List<LayerImport.Source> layers) {}

    private record Ready(ImageRecord record, ImageConfig config, List<Reference> names) {}

    List<Image> run(InputStream archive, @Nullable Reference name, ImportProgress progress) throws IOException {
        LayerLimits limits = layers.limits();
        try (Spool spool = Spool.of(archive, decompressor, ingest, limits, progress);
                Garbage.Hold hold = garbage.hold()) {
            ImageArchive recognised = ImageArchive.open(spool.source(), limits.tar());
            List<Ready> ready = new ArrayList<>();
            for (Found found : find(recognised, name)) {
                ready.add(bring(found, hold, progress));
            }
            List<Image> added = new ArrayList<>();
            for (Ready one : ready) {
                added.add(images.add(one.record(), one.config(), one.names()));
            }
            return added;
        }
    }

    private List<Found> find(ImageArchive archive, @Nullable Reference name) throws IOException {
        if (archive instanceof RootFileSystem files) {
            return List.of(rootFileSystem(files, name));
        }
        List<ArchivedImage> archived =
                archive instanceof OciLayout layout ? layout.images() : ((DockerArchive) archive).images();
        List<Found> found = new ArrayList<>();
        for (ArchivedImage image : archived) {
            boolean takesName = name != null && archived.size() == 1;
            found.add(ownPlatform(image, takesName ? List.of(name) : image.names()));
        }
        return found;
    }

    private Found ownPlatform(ArchivedImage image, List<Reference> names) {
        ArchivedImage.Variant variant = image.variantFor(OS, architecture, Optional.empty())
                .orElseThrow(() -> new RefusedException(
                        RefusalCode.PLATFORM_MISMATCH,
                        "import the image "
                                + (names.isEmpty()
                                        ? "without a name"
                                        : names.get(0).familiar()),
                        "it is for "
                                + String.join(
                                        ", ",
                                        image.variants().stream()
                                                .map(v -> v.platform().os() + "/"
                                                        + v.platform().architecture())
                                                .toList())
                                + " and this host is " + OS + "/" + architecture,
                        "import it on a host of its platform, or build it for " + OS + "/" + architecture));
        return new Found(
                names,
                variant.manifest(),
                variant.config().bytes(),
                variant.imageConfig(),
                variant.layers().stream().map(ImageImporter::source).toList());
    }

    private static LayerImport.Source source(ArchivedLayer layer) {
        return new LayerImport.Source(layer.diffId(), layer.digest(), layer.size(), layer::open);
    }

    /** The archive itself is the one layer; equal archives make equal images, so nothing in it tells the time. */
    private Found rootFileSystem(RootFileSystem files, @Nullable Reference name) throws IOException {
        if (name == null) {
            throw new RefusedException(
                    RefusalCode.INVALID_ARGUMENT,
                    "import a root file system",
                    "the archive holds files only and no image's name",
                    "say how to name the image, as in team/app:1.0");
        }
        Digest diffId;
        try (HashingInputStream hashing = new HashingInputStream(files.open())) {
            hashing.transferTo(OutputStream.nullOutputStream());
            diffId = hashing.digest();
        }
        ImageConfig config = new ImageConfig(
                new ImageConfig.Platform(OS, architecture, Optional.empty(), Optional.empty()),
                Optional.empty(),
                ImageConfig.Process.NONE,
                List.of(diffId),
                List.of(new ImageConfig.History(
                        Optional.of("imported from a root file system"), Optional.empty(), false)));
        long size = files.source().size();
        LayerImport.Source layer = new LayerImport.Source(diffId, Optional.of(diffId), size, files::open);
        return new Found(List.of(name), Optional.empty(), config.toJson(), config, List.of(layer));
    }

    private Ready bring(Found found, Garbage.Hold hold, ImportProgress progress) throws IOException {
        List<ImageRecord.Layer> records = new ArrayList<>();
        List<Descriptor> blobs = new ArrayList<>();
        LayerImport layerImport = new LayerImport(content, layers, decompressor);
        int count = found.layers().size();
        for (LayerImport.Source source : found.layers()) {
            String step = "unpack layer " + (records.size() + 1) + " of " + count;
            progress.at(step, 0, source.size());
            LayerImport.Done done = layerImport.run(source, hold, bytes -> progress.at(step, bytes, source.size()));
            records.add(new ImageRecord.Layer(
                    source.diffId(), done.blob().digest(), done.layer().sizeBytes()));
            blobs.add(done.blob());
        }
        Digest config = keep(found.config(), hold);
        Descriptor configBlob = Descriptor.of(MediaType.OCI_CONFIG, config, found.config().length);
        Manifest manifest = found.manifest().orElseGet(() -> Manifest.of(configBlob, blobs));
        Digest digest = keep(manifest.raw().bytes(), hold);
        return new Ready(
                new ImageRecord(digest, config, records, Optional.empty()), found.imageConfig(), found.names());
    }

    private Digest keep(byte[] document, Garbage.Hold hold) {
        hold.blob(Digest.of(document));
        return content.put(document);
    }
}
