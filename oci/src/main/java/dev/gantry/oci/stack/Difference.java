package dev.gantry.oci.stack;

import dev.gantry.oci.index.IndexEntry;
import dev.gantry.oci.tar.ByteName;
import java.util.Optional;

/**
 * One path of two stacks.
 *
 * @param mark ADDED, MODIFIED, REMOVED or UNCHANGED. A file that two archives carry alike is unchanged whatever its time:
 *     kind, mode, owner, link target, device and content count
 * @param totals of a directory all below it, of anything else just itself; files and bytes that {@code after} shows
 */
public record Difference(ByteName path, Mark mark, Optional<Side> before, Optional<Side> after, Totals totals) {

    /**
     * @param layer which one of its stack it is from, 0 for the lowest
     * @param size of a file in bytes, also under another name of a hard link; of a directory all below it
     */
    public record Side(IndexEntry entry, int layer, long size) {}

    /** The larger of both, in bytes. */
    public long size() {
        return Math.max(before.map(Side::size).orElse(0L), after.map(Side::size).orElse(0L));
    }
}
