package dev.gantry.oci.index.link;

import java.util.Arrays;

/** A number for each key of {@link PathKeys}, in two plain arrays: at most 48 bytes for each key, growth included. */
public final class KeyTable {
    /** What a key has that was never put. */
    public static final long NONE = -1;

    private long[] keys = empty(64);
    private long[] values = new long[64];
    private int count;

    private static long[] empty(int size) {
        long[] fresh = new long[size];
        Arrays.fill(fresh, NONE);
        return fresh;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** How many keys were ever put. */
    public int count() {
        return count;
    }

    public long get(long key) {
        int at = slot(keys, key);
        return keys[at] == NONE ? NONE : values[at];
    }

    /** @param value not negative, or {@link #NONE} to forget the last one */
    public void put(long key, long value) {
        int at = slot(keys, key);
        if (keys[at] == NONE) {
            keys[at] = key;
            count++;
        }
        values[at] = value;
        if (count > keys.length / 4 * 3) {
            grow();
        }
    }

    private void grow() {
        long[] more = empty(keys.length * 2);
        long[] moved = new long[more.length];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != NONE) {
                int at = slot(more, keys[i]);
                more[at] = keys[i];
                moved[at] = values[i];
            }
        }
        keys = more;
        values = moved;
    }

    private static int slot(long[] table, long key) {
        int at = (int) key & (table.length - 1);
        while (table[at] != NONE && table[at] != key) {
            at = (at + 1) & (table.length - 1);
        }
        return at;
    }
}
