package dev.gantry.engine.disk;

import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.KernelException;
import dev.gantry.engine.kernel.file.Names;
import dev.gantry.engine.kernel.file.OpenFile;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Content by its digest, whatever it is. What has its final name was hashed while it streamed and lies on the disk.
 * Safe for several threads; two that put the same content at once both succeed.
 */
public final class ContentStore {
    private static final Pattern HEX = Pattern.compile("[a-f0-9]{64}");
    private static final int BUFFER = 256 << 10;

    private final DataRoot root;
    private final Ingest ingest;

    public ContentStore(DataRoot root, Ingest ingest) {
        this.root = root;
        this.ingest = ingest;
    }

    public boolean has(Digest digest) {
        return Files.isRegularFile(root.blob(digest));
    }

    /** @return size in bytes, empty when there is no such content */
    public Optional<Long> size(Digest digest) {
        try {
            return has(digest) ? Optional.of(Files.size(root.blob(digest))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The content, to be closed. */
    public InputStream open(Digest digest) throws IOException {
        return Files.newInputStream(root.blob(digest));
    }

    public byte[] read(Digest digest) throws IOException {
        return Files.readAllBytes(root.blob(digest));
    }

    public Digest put(byte[] content) {
        Digest digest = Digest.of(content);
        if (!has(digest)) {
            DurableFile.write(root.blob(digest), content);
        }
        return digest;
    }

    /** Reads to the end and keeps it when it is what was promised; otherwise refuses and keeps nothing. */
    public void put(Digest expected, InputStream content) throws IOException {
        try (Writing writing = write()) {
            byte[] buffer = new byte[BUFFER];
            int n;
            while ((n = content.read(buffer)) >= 0) {
                writing.write(buffer, 0, n);
            }
            writing.publish(expected);
        }
    }

    /** Starts content whose bytes come piece by piece. */
    public Writing write() {
        return new Writing(ingest.scratch());
    }

    public List<Digest> list() {
        List<Digest> digests = new ArrayList<>();
        try (Dir dir = Dir.open(root.blobs())) {
            for (Dir.Entry entry : dir.list()) {
                String name = new String(entry.name(), StandardCharsets.ISO_8859_1);
                if (HEX.matcher(name).matches()) {
                    digests.add(new Digest(name));
                } else if (DurableFile.isLeftover(name)) {
                    dir.unlink(entry.name());
                }
            }
        }
        return digests;
    }

    /** No-op when there is none. @param trash takes it */
    public void remove(Digest digest, Ingest.Trash trash) {
        trash.take(root.blob(digest));
    }

    /** Content under way; closing it without {@link #publish} forgets it. Not for several threads. */
    public final class Writing implements AutoCloseable {
        private static final byte[] NAME = {'b', 'l', 'o', 'b'};

        private final Ingest.Scratch scratch;
        private final Dir dir;
        private final OpenFile file;
        private final MessageDigest hash = Digest.ofStream();
        private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
        private long size;
        private @Nullable Digest digest;

        private Writing(Ingest.Scratch scratch) {
            this.scratch = scratch;
            this.dir = Dir.open(scratch.path());
            this.file = dir.create(NAME, 0600);
        }

        public void write(byte[] bytes, int offset, int length) {
            hash.update(bytes, offset, length);
            size += length;
            for (int done = 0; done < length; ) {
                int n = Math.min(length - done, direct.capacity());
                direct.clear().put(bytes, offset + done, n).flip();
                file.write(direct);
                done += n;
            }
        }

        public long size() {
            return size;
        }

        /** Of all that was written; ends the writing. */
        public Digest digest() {
            if (digest == null) {
                digest = Digest.finish(hash.digest());
            }
            return digest;
        }

        /** Gives the content its name, or refuses with DIGEST_MISMATCH. */
        public void publish(Digest expected) {
            Digest actual = digest();
            if (!actual.equals(expected)) {
                throw new RefusedException(
                        RefusalCode.DIGEST_MISMATCH,
                        "keep " + expected,
                        "its " + size + " bytes have the digest " + actual,
                        "fetch or export the image again; it was damaged or changed on its way");
            }
            file.sync();
            try (Dir blobs = Dir.open(root.blobs())) {
                dir.rename(NAME, blobs, Names.utf8(expected.hex()));
                blobs.sync();
            }
        }

        @Override
        public void close() {
            try (scratch;
                    dir) {
                file.close();
            } catch (KernelException e) {
                // A failure to write shows at sync; what is closed here is published or rubbish.
                return;
            }
        }
    }
}
