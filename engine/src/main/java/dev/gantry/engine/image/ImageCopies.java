package dev.gantry.engine.image;

import dev.gantry.engine.disk.ContentStore;
import dev.gantry.engine.image.store.Garbage;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.image.store.ImageRecord;
import dev.gantry.engine.image.store.ImageStore;
import dev.gantry.engine.layer.LayerStore;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Both ends of a copy from host to host. The one that gets the image says which layers it lacks; the other one sends
 * these alone, one behind the other, and nothing between them: whoever reads knows their sizes and checks their digests.
 */
final class ImageCopies {
    private final ImageStore images;
    private final ContentStore content;
    private final LayerStore layers;
    private final Garbage garbage;
    private final PlatformChoice platform;
    private final Decompressor decompressor;

    ImageCopies(
            ImageStore images,
            ContentStore content,
            LayerStore layers,
            Garbage garbage,
            PlatformChoice platform,
            Decompressor decompressor) {
        this.images = images;
        this.content = content;
        this.layers = layers;
        this.garbage = garbage;
        this.platform = platform;
        this.decompressor = decompressor;
    }

    ImageContent describe(Digest digest) throws IOException {
        Image image = images.find(digest).orElseThrow(() -> notHere("describe", digest));
        return new ImageContent(content.read(digest), content.read(image.configDigest()), image.names());
    }

    /** Layers whose bytes must come, each once, in the order in which they must. */
    List<Descriptor> missing(ImageContent described) {
        return missing(remote(described));
    }

    private List<Descriptor> missing(RemoteImage image) {
        Set<Digest> seen = new LinkedHashSet<>();
        List<Descriptor> missing = new ArrayList<>();
        for (int i = 0; i < image.layers().size(); i++) {
            Descriptor blob = image.layers().get(i);
            boolean here = content.has(blob.digest())
                    && layers.find(image.imageConfig().diffIds().get(i)).isPresent();
            if (!here && seen.add(blob.digest())) {
                missing.add(blob);
            }
        }
        return missing;
    }

    /** Writes these layers of the image; while it writes, nothing of them is removed. */
    void send(Digest digest, List<Digest> wanted, OutputStream out, ImportProgress progress) throws IOException {
        try (Garbage.Hold hold = garbage.hold()) {
            images.record(digest).ifPresent(record -> record.blobs().forEach(hold::blob));
            // What was removed before it was held is gone.
            ImageRecord record = images.record(digest).orElseThrow(() -> notHere("send", digest));
            Set<Digest> own = new LinkedHashSet<>();
            record.layers().forEach(layer -> own.add(layer.blob()));
            byte[] buffer = new byte[64 << 10];
            long sent = 0;
            for (Digest each : wanted) {
                if (!own.contains(each)) {
                    throw notItsOwn(digest, each);
                }
                try (InputStream in = content.open(each)) {
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        out.write(buffer, 0, n);
                        sent += n;
                        progress.at("send layers", sent, 0);
                    }
                }
            }
        }
    }

    /**
     * Makes the image of its description, of layers that are here and of those that come. Whatever fails or is cancelled
     * leaves nothing.
     *
     * @param coming as {@link #missing} said, in this order; what became needed since is refused
     * @param in all of their bytes; not read when nothing comes
     */
    Image receive(ImageContent described, List<Digest> coming, InputStream in, ImportProgress progress)
            throws IOException {
        RemoteImage image = remote(described);
        try (Garbage.Hold hold = garbage.hold()) {
            for (int i = 0; i < image.layers().size(); i++) {
                hold.blob(image.layers().get(i).digest());
                hold.layer(image.imageConfig().diffIds().get(i));
            }
            List<Digest> lacking =
                    missing(image).stream().map(Descriptor::digest).toList();
            if (!Set.copyOf(coming).containsAll(lacking)) {
                throw changed(described);
            }
            List<ImageRecord.Layer> records = bring(image, coming, in, hold, progress);
            Digest config = keep(described.config(), hold);
            Digest manifest = keep(described.manifest(), hold);
            ImageRecord record = new ImageRecord(manifest, config, records, Optional.empty());
            return images.add(record, image.imageConfig(), described.names());
        }
    }

    private List<ImageRecord.Layer> bring(
            RemoteImage image, List<Digest> coming, InputStream in, Garbage.Hold hold, ImportProgress progress)
            throws IOException {
        LayerImport layerImport = new LayerImport(content, layers, decompressor);
        List<ImageRecord.Layer> records = new ArrayList<>();
        Set<Digest> read = new LinkedHashSet<>();
        int count = image.layers().size();
        for (int i = 0; i < count; i++) {
            Descriptor blob = image.layers().get(i);
            Digest diffId = image.imageConfig().diffIds().get(i);
            String step = "copy layer " + (i + 1) + " of " + count;
            boolean comes = coming.contains(blob.digest()) && read.add(blob.digest());
            Optional<Arriving> arriving = comes ? Optional.of(new Arriving(in, blob.size())) : Optional.empty();
            LayerStore.Archive bytes = () -> arriving.isPresent() ? arriving.get() : content.open(blob.digest());
            LayerImport.Source source = new LayerImport.Source(diffId, Optional.of(blob.digest()), blob.size(), bytes);
            LayerImport.Done done = layerImport.run(source, hold, n -> progress.at(step, n, blob.size()));
            if (arriving.isPresent()) {
                // Somebody else may have brought it meanwhile; the next layer begins behind it all the same.
                arriving.get().transferTo(OutputStream.nullOutputStream());
            }
            progress.at(step, blob.size(), blob.size());
            records.add(
                    new ImageRecord.Layer(diffId, blob.digest(), done.layer().sizeBytes()));
        }
        return records;
    }

    private Digest keep(byte[] document, Garbage.Hold hold) {
        hold.blob(Digest.of(document));
        return content.put(document);
    }

    private RemoteImage remote(ImageContent described) {
        return RemoteImage.of(
                described.manifest(),
                described.config(),
                platform,
                "copy the image " + Digest.of(described.manifest()));
    }

    private static RefusedException notHere(String verb, Digest digest) {
        return new RefusedException(
                RefusalCode.IMAGE_NOT_FOUND,
                verb + " the image " + digest,
                "there is no such image on this host",
                "look at the list of this host's images for its name");
    }

    private static RefusedException notItsOwn(Digest image, Digest layer) {
        return new RefusedException(
                RefusalCode.INVALID_ARGUMENT,
                "send the layer " + layer,
                "the image " + image + " does not have it",
                "ask for layers of the image alone");
    }

    private static RefusedException changed(ImageContent described) {
        return new RefusedException(
                RefusalCode.IMAGE_NOT_FOUND,
                "copy the image " + Digest.of(described.manifest()),
                "a layer that was here when the copy began was removed meanwhile",
                "copy it again");
    }

    /** One layer's bytes of a stream that has others behind it, and which stays open. */
    private static final class Arriving extends InputStream {
        private final InputStream in;
        private long left;

        Arriving(InputStream in, long size) {
            this.in = in;
            this.left = size;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (length == 0 || left == 0) {
                return length == 0 ? 0 : -1;
            }
            int n;
            try {
                n = in.read(target, offset, (int) Math.min(length, left));
            } catch (IOException e) {
                throw broken(e);
            }
            if (n < 0) {
                throw broken(new EOFException("it ended " + left + " bytes early"));
            }
            left -= n;
            return n;
        }

        private static RefusedException broken(IOException e) {
            RefusedException refusal = new RefusedException(
                    RefusalCode.ARCHIVE_TRUNCATED,
                    "receive the layers of an image",
                    "their stream broke off: " + e.getMessage(),
                    "copy it again; nothing of it was kept");
            refusal.addSuppressed(e);
            return refusal;
        }
    }
}
