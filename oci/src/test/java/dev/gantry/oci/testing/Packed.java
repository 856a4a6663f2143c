package dev.gantry.oci.testing;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.gantry.oci.compression.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Compresses and breaks bytes. */
public final class Packed {
    private Packed() {}

    /** @param compression NONE, GZIP or ZSTD */
    public static byte[] with(Compression compression, byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = open(compression, packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    public static byte[] gzip(byte[] plain) {
        return with(Compression.GZIP, plain);
    }

    public static byte[] zstd(byte[] plain) {
        return with(Compression.ZSTD, plain);
    }

    /** The first half, as after a broken upload. */
    public static byte[] half(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    public static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static OutputStream open(Compression compression, OutputStream out) throws IOException {
        return switch (compression) {
            case NONE -> out;
            case GZIP -> new GZIPOutputStream(out);
            case ZSTD -> new ZstdOutputStreamNoFinalizer(out).setChecksum(true);
            case BZIP2, XZ -> throw new IllegalArgumentException("no writer for " + compression);
        };
    }
}
