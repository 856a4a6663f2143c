package dev.gantry.oci.stack;

/**
 * Files of a directory or of a whole stack, at any depth. All that is no directory counts as a file; bytes of a file
 * with several hard links count once.
 *
 * @param files that the stack shows
 * @param addedBytes of files that were not there before
 * @param modifiedBytes of the new content
 * @param removedBytes of what is seen no more, files that were written anew not counted
 */
public record Totals(
        long files,
        long bytes,
        long added,
        long addedBytes,
        long modified,
        long modifiedBytes,
        long removed,
        long removedBytes) {
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0);

    static Totals of(Mark mark, long files, long bytes) {
        return switch (mark) {
            case ADDED -> new Totals(files, bytes, files, bytes, 0, 0, 0, 0);
            case MODIFIED -> new Totals(files, bytes, 0, 0, files, bytes, 0, 0);
            case REMOVED -> new Totals(0, 0, 0, 0, 0, 0, files, bytes);
            case UNCHANGED -> new Totals(files, bytes, 0, 0, 0, 0, 0, 0);
            case HIDDEN -> NONE;
        };
    }

    Totals plus(Totals o) {
        return new Totals(
                files + o.files,
                bytes + o.bytes,
                added + o.added,
                addedBytes + o.addedBytes,
                modified + o.modified,
                modifiedBytes + o.modifiedBytes,
                removed + o.removed,
                removedBytes + o.removedBytes);
    }

    public boolean changesNothing() {
        return added == 0 && modified == 0 && removed == 0;
    }
}
