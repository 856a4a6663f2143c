package dev.gantry.server.image.layer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which files are wanted; the parameters of the list.
 *
 * @param path of a directory; the root when missing
 * @param below also what lies deeper
 * @param q part of the path, or a pattern with {@code *}, {@code **} and {@code ?}
 */
public record FileQuery(
        @Nullable String path,
        @Nullable Boolean below,
        @Nullable String q,
        @Nullable List<Kind> kind,
        @Nullable List<Mark> mark,
        @Nullable Long minBytes,
        @Nullable Integer limit,
        @Nullable String cursor) {

    public enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK,
        HARDLINK,
        CHAR,
        BLOCK,
        FIFO
    }

    public enum Mark {
        ADDED,
        MODIFIED,
        REMOVED,
        HIDDEN,
        UNCHANGED
    }
}
