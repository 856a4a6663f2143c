package dev.gantry.oci.compression;

/**
 * The budgets of one decompression.
 *
 * @param maxOutputBytes unpacked bytes
 * @param maxRatio unpacked bytes for each packed one, looked at once the output is larger than {@code ratioFreeBytes}
 * @param ratioFreeBytes unpacked bytes that no ratio is asked for: small files may be very even
 */
public record DecompressionLimits(long maxOutputBytes, int maxRatio, long ratioFreeBytes) {
    public static final DecompressionLimits DEFAULT = new DecompressionLimits(64L << 30, 300, 256L << 20);

    public DecompressionLimits withMaxOutputBytes(long bytes) {
        return new DecompressionLimits(bytes, maxRatio, ratioFreeBytes);
    }
}
