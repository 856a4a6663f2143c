package dev.gantry.protocol.layer;

import org.jspecify.annotations.Nullable;

/**
 * One layer of an image and what it changed. All that is no directory counts as a file; sizes in bytes.
 *
 * @param number 0 for the lowest
 * @param diffId digest of the unpacked tar; empty for what a container wrote, which is no archive
 * @param sizeBytes of the files in it
 * @param createdBy the command that made it, as the image's history says
 * @param createdAt RFC 3339, as the image's history says
 * @param files that the stack up to this layer shows
 * @param modifiedBytes of the new content
 * @param removedBytes of what is seen no more
 */
public record LayerChange(
        int number,
        String diffId,
        long sizeBytes,
        @Nullable String createdBy,
        @Nullable String createdAt,
        long files,
        long bytes,
        long added,
        long addedBytes,
        long modified,
        long modifiedBytes,
        long removed,
        long removedBytes) {}
