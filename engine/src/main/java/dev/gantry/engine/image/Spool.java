package dev.gantry.engine.image;

import dev.gantry.engine.disk.DiskReserve;
import dev.gantry.engine.disk.Ingest;
import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.OpenFile;
import dev.gantry.engine.layer.LayerLimits;
import dev.gantry.oci.archive.SeekableSource;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * An archive on the disk, unpacked when it came compressed, because an image is read back and forth: its description
 * may lie behind its layers. Gone when closed.
 */
final class Spool implements AutoCloseable {
    private static final byte[] NAME = {'a', 'r', 'c', 'h', 'i', 'v', 'e'};
    private static final int BUFFER = 1 << 20;

    private final Ingest.Scratch scratch;
    private final FileChannel channel;

    private Spool(Ingest.Scratch scratch, FileChannel channel) {
        this.scratch = scratch;
        this.channel = channel;
    }

    /** Reads the archive to its end. */
    static Spool of(
            InputStream archive, Decompressor decompressor, Ingest ingest, LayerLimits limits, ImportProgress progress)
            throws IOException {
        Ingest.Scratch scratch = ingest.scratch();
        try {
            try (InputStream plain = decompressor.open(new Arriving(archive)).stream()) {
                write(plain, scratch, limits, progress);
            }
            return new Spool(scratch, FileChannel.open(scratch.path().resolve("archive"), StandardOpenOption.READ));
        } catch (IOException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    SeekableSource source() {
        return SeekableSource.of(channel);
    }

    private static void write(InputStream plain, Ingest.Scratch scratch, LayerLimits limits, ImportProgress progress)
            throws IOException {
        byte[] heap = new byte[BUFFER];
        ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
        long total = 0;
        try (Dir dir = Dir.open(scratch.path());
                OpenFile file = dir.create(NAME, 0600)) {
            DiskReserve reserve =
                    new DiskReserve(dir, "receive an image archive", limits.reserveBytes(), limits.reserveInodes());
            int n;
            while ((n = plain.readNBytes(heap, 0, heap.length)) > 0) {
                file.write(direct.clear().put(heap, 0, n).flip());
                reserve.wrote(n);
                total += n;
                progress.at("receive the archive", total, 0);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (scratch) {
            channel.close();
        }
    }

    /** The caller's stream, which stays open; when it breaks, the archive did not arrive whole. */
    private static final class Arriving extends FilterInputStream {
        Arriving(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return in.read(target, offset, length);
            } catch (IOException e) {
                RefusedException refusal = new RefusedException(
                        RefusalCode.ARCHIVE_TRUNCATED,
                        "receive an image archive",
                        "its stream broke off: " + e.getMessage(),
                        "send it again");
                refusal.addSuppressed(e);
                throw refusal;
            }
        }

        @Override
        public void close() {
            // Not ours.
        }
    }
}
