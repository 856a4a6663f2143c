package dev.gantry.protocol.layer;

import org.jspecify.annotations.Nullable;

/**
 * One path of a stack of layers as its highest layer left it.
 *
 * @param path from the root, without a slash at either end; UTF-8, with %XX for control characters, the percent sign
 *     and bytes that are no UTF-8
 * @param mark ADDED, MODIFIED, REMOVED, HIDDEN or UNCHANGED
 * @param kind FILE, DIRECTORY, SYMLINK, HARDLINK, CHAR, BLOCK or FIFO
 * @param layer number of the layer that it is from
 * @param sizeBytes of a directory all below it
 * @param mode octal, "4755"
 * @param modifiedAt seconds since 1970
 * @param link of a symbolic or hard link, as {@code path}
 * @param content digest of a file's bytes
 * @param files in a directory, at any depth, as {@code added}, {@code modified} and {@code removed}
 * @param changedBytes of files added and modified
 */
public record FileFact(
        String path,
        String mark,
        String kind,
        int layer,
        long sizeBytes,
        String mode,
        long uid,
        long gid,
        long modifiedAt,
        @Nullable String link,
        @Nullable String content,
        long files,
        long added,
        long modified,
        long removed,
        long changedBytes) {}
