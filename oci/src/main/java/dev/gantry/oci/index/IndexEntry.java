package dev.gantry.oci.index;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.tar.ByteName;
import java.util.Optional;

/**
 * One path of a layer.
 *
 * @param path from the layer's root, without a slash at either end; empty for the root itself
 * @param opaque a directory that hides all that the layers below have in it
 * @param implicit a directory that the archive does not describe but puts something in
 * @param mode permission bits with set-id and sticky, 0 to 07777
 * @param mtime seconds since 1970
 * @param size of the content in bytes; 0 for all but files
 * @param offset where the content lies in the unpacked tar stream, in bytes; of a device its major number times 2^32
 *     and its minor
 * @param link what a symbolic or hard link points to; empty for others
 * @param content SHA-256 of a file's bytes
 */
public record IndexEntry(
        ByteName path,
        EntryKind kind,
        boolean opaque,
        boolean implicit,
        int mode,
        long uid,
        long gid,
        long mtime,
        long size,
        long offset,
        ByteName link,
        Optional<Digest> content) {
    static final int DEFAULT_MODE = 0755;

    static IndexEntry implicitDirectory(byte[] path, boolean opaque) {
        return new IndexEntry(
                ByteName.of(path),
                EntryKind.DIRECTORY,
                opaque,
                true,
                DEFAULT_MODE,
                0,
                0,
                0,
                0,
                0,
                ByteName.EMPTY,
                Optional.empty());
    }

    IndexEntry withOpaque(boolean now) {
        return now == opaque
                ? this
                : new IndexEntry(path, kind, now, implicit, mode, uid, gid, mtime, size, offset, link, content);
    }

    /** As for a directory that took the place of a whiteout: its attributes are its own. */
    IndexEntry explicit() {
        return new IndexEntry(path, kind, opaque, false, mode, uid, gid, mtime, size, offset, link, content);
    }

    public boolean isDirectory() {
        return kind == EntryKind.DIRECTORY;
    }
}
