package dev.gantry.oci.index.link;

import java.security.SecureRandom;

/**
 * Names paths by 61 bits each, one component after the other: a polynomial over 2^61 - 1 at a random point, so that nobody
 * who does not know the point can make paths that share a key.
 */
public final class PathKeys {
    private static final long PRIME = (1L << 61) - 1;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final long point = 256 + Math.floorMod(RANDOM.nextLong(), PRIME - 256);
    private final long root = Math.floorMod(RANDOM.nextLong(), PRIME);

    /** Of the empty path. */
    public long root() {
        return root;
    }

    /** @param name without a slash */
    public long child(long directory, byte[] name) {
        long key = next(directory, '/');
        for (byte b : name) {
            key = next(key, b & 0xff);
        }
        return key;
    }

    private long next(long key, int value) {
        long high = Math.multiplyHigh(key, point);
        long low = key * point;
        long sum = (low & PRIME) + (low >>> 61 | high << 3) + value;
        long folded = (sum & PRIME) + (sum >>> 61);
        return folded >= PRIME ? folded - PRIME : folded;
    }
}
