package dev.gantry.oci.compression;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Opens a stream that may be compressed, recognises how, and unpacks it within budgets. */
public final class Decompressor {
    private final DecompressionLimits limits;
    private final Filter gzip;
    private final Filter zstd;

    private Decompressor(DecompressionLimits limits, Filter gzip, Filter zstd) {
        this.limits = limits;
        this.gzip = gzip;
        this.zstd = zstd;
    }

    public static Decompressor of(DecompressionLimits limits) {
        return new Decompressor(limits, GzipInput::new, ZstdInput::new);
    }

    public Decompressor withLimits(DecompressionLimits newLimits) {
        return new Decompressor(newLimits, gzip, zstd);
    }

    /** Unpacks gzip with another program or library from now on. */
    public Decompressor withGzip(Filter newGzip) {
        return new Decompressor(limits, newGzip, zstd);
    }

    /**
     * Looks at the first bytes and unpacks.
     *
     * @return unpacked bytes, and which compression was found; reading them refuses with LIMIT_EXCEEDED beyond the
     *     budgets, ARCHIVE_TRUNCATED and ARCHIVE_INVALID. Closing it closes the input
     */
    public Unpacked open(InputStream packed) throws IOException {
        byte[] head = new byte[Compression.HEAD_BYTES];
        int length = packed.readNBytes(head, 0, head.length);
        PushbackInputStream whole = new PushbackInputStream(packed, head.length);
        whole.unread(head, 0, length);
        Compression compression = Compression.detect(head, length);
        return new Unpacked(open(whole, compression), compression);
    }

    /** Unpacks what is known to be packed like this. */
    public InputStream open(InputStream packed, Compression compression) throws IOException {
        CountingInput counted = new CountingInput(packed);
        InputStream plain = switch (compression) {
            case NONE -> counted;
            case GZIP -> gzip.unpack(counted);
            case ZSTD -> zstd.unpack(counted);
            case BZIP2, XZ ->
                throw new RefusedException(
                        RefusalCode.NOT_SUPPORTED,
                        "unpack an archive",
                        "it is compressed with " + (compression == Compression.XZ ? "xz" : "bzip2"),
                        "compress it with gzip or zstd, or not at all");
        };
        return new BudgetInput(plain, counted, limits);
    }

    /** @param stream to be closed by the caller */
    public record Unpacked(InputStream stream, Compression compression) {}
}
