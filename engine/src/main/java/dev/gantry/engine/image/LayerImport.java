package dev.gantry.engine.image;

import dev.gantry.engine.disk.ContentStore;
import dev.gantry.engine.image.store.Garbage;
import dev.gantry.engine.layer.Layer;
import dev.gantry.engine.layer.LayerStore;
import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.digest.HashingInputStream;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Brings one layer of an archive into the content store and the layer store, reading it once. */
final class LayerImport {
    private final ContentStore content;
    private final LayerStore layers;
    private final Decompressor decompressor;

    LayerImport(ContentStore content, LayerStore layers, Decompressor decompressor) {
        this.content = content;
        this.layers = layers;
        this.decompressor = decompressor;
    }

    /** Where the layer comes from. @param digest of the bytes as they lie there, when it was promised */
    record Source(Digest diffId, Optional<Digest> digest, long size, LayerStore.Archive bytes) {}

    /** @param blob describes the layer as a manifest lists it */
    record Done(Layer layer, Descriptor blob) {}

    /** @param progress told the bytes read so far; may throw */
    Done run(Source source, Garbage.Hold hold, LongConsumer progress) throws IOException {
        hold.layer(source.diffId());
        source.digest().ifPresent(hold::blob);
        Optional<Layer> there = layers.find(source.diffId());
        if (there.isPresent() && source.digest().filter(content::has).isPresent()) {
            Digest blob = source.digest().get();
            return new Done(there.get(), Descriptor.of(type(blob), blob, source.size()));
        }
        try (ContentStore.Writing blob = content.write();
                InputStream bytes = source.bytes().open()) {
            InputStream kept = new Kept(bytes, blob, progress);
            Decompressor.Unpacked plain = decompressor.open(kept);
            Layer layer;
            try (InputStream stream = plain.stream()) {
                layer = unpack(source.diffId(), stream);
            }
            // What follows the compressed data belongs to the blob, too.
            kept.transferTo(OutputStream.nullOutputStream());
            Digest digest = source.digest().orElseGet(blob::digest);
            hold.blob(digest);
            blob.publish(digest);
            return new Done(layer, Descriptor.of(type(plain.compression()), digest, blob.size()));
        }
    }

    private Layer unpack(Digest diffId, InputStream plain) throws IOException {
        boolean[] read = new boolean[1];
        Layer layer = layers.unpack(diffId, () -> {
            read[0] = true;
            return plain;
        });
        if (!read[0]) {
            verify(diffId, plain);
        }
        return layer;
    }

    /** The layer is there already; the archive must still hold what it promises. */
    private static void verify(Digest diffId, InputStream plain) throws IOException {
        try (HashingInputStream hashing = new HashingInputStream(plain)) {
            hashing.transferTo(OutputStream.nullOutputStream());
            Digest actual = hashing.digest();
            if (!actual.equals(diffId)) {
                throw new RefusedException(
                        RefusalCode.DIGEST_MISMATCH,
                        "read the layer " + diffId,
                        "its archive has the digest " + actual,
                        "export or fetch the image again; it was damaged or changed on its way");
            }
        }
    }

    private MediaType type(Digest blob) throws IOException {
        byte[] head = new byte[Compression.HEAD_BYTES];
        try (InputStream in = content.open(blob)) {
            return type(Compression.detect(head, in.readNBytes(head, 0, head.length)));
        }
    }

    private static MediaType type(Compression compression) {
        return switch (compression) {
            case GZIP -> MediaType.OCI_LAYER_GZIP;
            case ZSTD -> MediaType.OCI_LAYER_ZSTD;
            default -> MediaType.OCI_LAYER;
        };
    }

    /** Keeps what passes. What it reads from stays open when it is closed, since more may follow the compressed data. */
    private static final class Kept extends FilterInputStream {
        private final ContentStore.Writing blob;
        private final LongConsumer progress;

        Kept(InputStream in, ContentStore.Writing blob, LongConsumer progress) {
            super(in);
            this.blob = blob;
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = in.read(target, offset, length);
            if (n > 0) {
                blob.write(target, offset, n);
                progress.accept(blob.size());
            }
            return n;
        }

        @Override
        public long skip(long length) throws IOException {
            return Math.max(0, read(new byte[(int) Math.min(length, 64 << 10)]));
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() {
            // Its opener closes.
        }
    }
}
