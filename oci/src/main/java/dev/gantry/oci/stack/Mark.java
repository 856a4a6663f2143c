package dev.gantry.oci.stack;

/** What the highest layer of a stack did to a path. */
public enum Mark {
    ADDED,
    /** It carries the path anew. A file counts even when its bytes are the same; a directory when its attributes differ. */
    MODIFIED,
    REMOVED,
    /** A layer below had it, and another one below took it away. */
    HIDDEN,
    /** A layer below has it, and it is seen through the highest one. */
    UNCHANGED
}
