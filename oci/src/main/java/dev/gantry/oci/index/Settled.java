package dev.gantry.oci.index;

import java.util.Arrays;

/**
 * What all members of one path come to.
 *
 * @param last in which place of the archive the path got what it holds now
 * @param clears in which place something last removed all below the path, -1 for never
 */
record Settled(byte[] path, IndexEntry entry, long last, long clears) {

    static Settled first(Sorter.Item item) {
        IndexEntry entry = item.entry();
        return new Settled(item.path(), entry, item.sequence(), clears(entry, item));
    }

    private static long clears(IndexEntry entry, Sorter.Item item) {
        return entry.isDirectory() || entry.kind() == EntryKind.WHITEOUT ? -1 : item.sequence();
    }

    boolean isOf(Sorter.Item item) {
        return Arrays.equals(path, item.path());
    }

    /** A whiteout hides only the layers below; so beside something of the layer's own it makes a directory opaque. */
    Settled and(Sorter.Item item) {
        IndexEntry next = item.entry();
        long nowClears = Math.max(clears, clears(next, item));
        if (next.kind() == EntryKind.WHITEOUT) {
            return new Settled(path, entry.isDirectory() ? entry.withOpaque(true) : entry, last, nowClears);
        }
        if (!next.isDirectory()) {
            return new Settled(path, next, item.sequence(), nowClears);
        }
        if (entry.kind() == EntryKind.WHITEOUT) {
            IndexEntry own = next.withOpaque(true);
            return new Settled(path, next.implicit() ? own.explicit() : own, item.sequence(), nowClears);
        }
        if (!entry.isDirectory()) {
            return new Settled(path, next, item.sequence(), nowClears);
        }
        boolean opaque = entry.opaque() || next.opaque();
        IndexEntry kept = next.implicit() ? entry : next;
        return new Settled(path, kept.withOpaque(opaque), item.sequence(), nowClears);
    }
}
