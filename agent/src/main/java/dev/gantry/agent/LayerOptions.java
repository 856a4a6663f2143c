package dev.gantry.agent;

import dev.gantry.engine.layer.LayerLimits;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Settings below {@code gantry.engine.layer}, docs/installation.md: what one layer may take of the host. Null for the
 * engine's own limit.
 *
 * @param entries files, directories and links
 * @param size unpacked
 * @param ratio unpacked bytes for each packed one
 * @param pathDepth directories below each other
 * @param nameBytes of a whole path or link target
 */
record LayerOptions(
        @Nullable Long entries,
        @Nullable DataSize size,
        @Nullable Integer ratio,
        @Nullable Integer pathDepth,
        @Nullable Integer nameBytes) {
    static final LayerOptions DEFAULT = new LayerOptions(null, null, null, null, null);

    private static final String PREFIX = "gantry.engine.layer.";
    private static final long MOST_ENTRIES = 100_000_000;
    private static final long MOST_BYTES = 16L << 40;
    private static final int MOST_RATIO = 100_000;
    private static final int MOST_DEPTH = 2048;
    /** PATH_MAX without its end. */
    private static final int MOST_NAME = 4095;

    LayerOptions {
        within("entries", entries, MOST_ENTRIES);
        within("size", size == null ? null : size.toBytes(), MOST_BYTES);
        within("ratio", ratio, MOST_RATIO);
        within("path-depth", pathDepth, MOST_DEPTH);
        within("name-bytes", nameBytes, MOST_NAME);
    }

    private static void within(String key, @Nullable Number value, long most) {
        if (value != null && (value.longValue() < 1 || value.longValue() > most)) {
            throw new IllegalArgumentException(
                    PREFIX + key + ": " + value + " is not between 1 and " + most + ", which it must be");
        }
    }

    LayerLimits limits() {
        LayerLimits own = LayerLimits.DEFAULT;
        return new LayerLimits(
                entries == null ? own.entries() : entries,
                size == null ? own.bytes() : size.toBytes(),
                ratio == null ? own.ratio() : ratio,
                pathDepth == null ? own.depth() : pathDepth,
                nameBytes == null ? own.nameBytes() : nameBytes,
                own.reserveBytes(),
                own.reserveInodes());
    }
}
