package dev.gantry.engine.layer;

import dev.gantry.oci.compression.DecompressionLimits;
import dev.gantry.oci.tar.TarLimits;

/**
 * What one layer may take of a host. An image from an honest builder stays far below all of them.
 *
 * @param entries files, directories and links
 * @param bytes unpacked
 * @param ratio unpacked bytes for each packed one
 * @param depth directories below each other
 * @param nameBytes of a whole path or link target; Linux takes at most 4,095
 * @param reserveBytes what must stay free on the disk
 * @param reserveInodes how many more files the disk must have room for
 */
public record LayerLimits(
        long entries, long bytes, int ratio, int depth, int nameBytes, long reserveBytes, long reserveInodes) {
    public static final LayerLimits DEFAULT = new LayerLimits(1_200_000, 64L << 30, 300, 512, 4095, 256L << 20, 10_000);

    /** One component; NAME_MAX of Linux' file systems. */
    private static final int COMPONENT = 255;
    /** A layer may be this large without anybody asking for its ratio: small layers of zeroes are honest. */
    private static final long RATIO_FREE = 64L << 20;

    public LayerLimits {
        positive("entries", entries);
        positive("bytes", bytes);
        positive("ratio", ratio);
        positive("depth", depth);
        positive("nameBytes", nameBytes);
        if (reserveBytes < 0 || reserveInodes < 0) {
            throw new IllegalArgumentException("a reserve must not be negative");
        }
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("the layer limit " + name + " must be positive and is " + value);
        }
    }

    public TarLimits tar() {
        return new TarLimits(
                entries,
                nameBytes,
                COMPONENT,
                depth,
                TarLimits.DEFAULT.extensionBytes(),
                TarLimits.DEFAULT.xattrs(),
                bytes);
    }

    public DecompressionLimits decompression() {
        return new DecompressionLimits(bytes, ratio, RATIO_FREE);
    }

    public LayerLimits withReserve(long newBytes, long newInodes) {
        return new LayerLimits(entries, bytes, ratio, depth, nameBytes, newBytes, newInodes);
    }

    public LayerLimits withEntries(long newEntries) {
        return new LayerLimits(newEntries, bytes, ratio, depth, nameBytes, reserveBytes, reserveInodes);
    }

    public LayerLimits withBytes(long newBytes) {
        return new LayerLimits(entries, newBytes, ratio, depth, nameBytes, reserveBytes, reserveInodes);
    }
}
