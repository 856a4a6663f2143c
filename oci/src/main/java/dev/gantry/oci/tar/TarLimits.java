package dev.gantry.oci.tar;

/**
 * The budgets of one archive; reaching one ends the reading with LIMIT_EXCEEDED.
 *
 * @param entries how many members
 * @param nameBytes length of a name or link target; Linux takes no path beyond 4,095
 * @param componentBytes length of a name between two slashes; file systems take no more than 255
 * @param pathDepth how many directories deep
 * @param extensionBytes size of one PAX header or GNU long name, which is held in memory
 * @param xattrs how many extended attributes one member has
 * @param totalBytes of the whole archive, headers included
 */
public record TarLimits(
        long entries,
        int nameBytes,
        int componentBytes,
        int pathDepth,
        int extensionBytes,
        int xattrs,
        long totalBytes) {
    public static final TarLimits DEFAULT = new TarLimits(1_200_000, 4095, 255, 512, 1 << 20, 128, 64L << 30);

    public TarLimits withEntries(long newEntries) {
        return new TarLimits(newEntries, nameBytes, componentBytes, pathDepth, extensionBytes, xattrs, totalBytes);
    }

    public TarLimits withTotalBytes(long newTotalBytes) {
        return new TarLimits(entries, nameBytes, componentBytes, pathDepth, extensionBytes, xattrs, newTotalBytes);
    }

    public TarLimits withPathDepth(int newPathDepth) {
        return new TarLimits(entries, nameBytes, componentBytes, newPathDepth, extensionBytes, xattrs, totalBytes);
    }
}
