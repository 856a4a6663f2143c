package dev.gantry.oci.index;

import dev.gantry.oci.tar.TarEntry;

/** What lies at a path of a layer. The order is part of the index' format. */
public enum EntryKind {
    FILE,
    DIRECTORY,
    SYMLINK,
    /** Another name of a file of the same layer. */
    HARDLINK,
    CHAR,
    BLOCK,
    FIFO,
    /** Hides what the layers below have at this path. */
    WHITEOUT;

    private static final EntryKind[] ALL = values();

    static EntryKind of(int code) {
        return ALL[code];
    }

    static EntryKind of(TarEntry.Type type) {
        return switch (type) {
            case FILE -> FILE;
            case DIRECTORY -> DIRECTORY;
            case SYMLINK -> SYMLINK;
            case HARDLINK -> HARDLINK;
            case CHAR -> CHAR;
            case BLOCK -> BLOCK;
            case FIFO -> FIFO;
        };
    }
}
