package dev.gantry.oci.stack;

import dev.gantry.oci.index.IndexEntry;

/**
 * One path of a stack as its highest layer left it.
 *
 * @param entry what is seen; of a removed or hidden path what was last seen
 * @param layer which one it is from, 0 for the lowest
 * @param size of a file in bytes, also under another name of a hard link; of a directory all below it
 * @param totals of a directory, itself not counted; of anything else just itself
 */
public record Item(IndexEntry entry, Mark mark, int layer, long size, Totals totals) {}
