package dev.gantry.oci.stack;

import dev.gantry.oci.index.Paths;
import org.jspecify.annotations.Nullable;

/** What lies in a directory of either of two stacks and is seen there, in the order of names. */
final class PairedChildren {
    private final Pair directory;
    private final @Nullable Children before;
    private final @Nullable Children after;
    private @Nullable Node nextBefore;
    private @Nullable Node nextAfter;

    PairedChildren(Pair directory) {
        this.directory = directory;
        Node one = directory.before();
        Node other = directory.after();
        this.before = one == null ? null : one.children();
        this.after = other == null ? null : other.children();
        read();
    }

    /** Goes on with the first name after this one, which need not exist. */
    void seek(byte[] path) {
        if (before != null) {
            before.seek(path);
        }
        if (after != null) {
            after.seek(path);
        }
        if (nextBefore != null && Paths.compare(nextBefore.path(), path) <= 0) {
            nextBefore = next(before);
        }
        if (nextAfter != null && Paths.compare(nextAfter.path(), path) <= 0) {
            nextAfter = next(after);
        }
    }

    private void read() {
        nextBefore = next(before);
        nextAfter = next(after);
    }

    @Nullable
    Pair next() {
        while (true) {
            Node one = nextBefore;
            Node other = nextAfter;
            if (one == null && other == null) {
                return null;
            }
            int order = one == null ? 1 : other == null ? -1 : Paths.compare(one.path(), other.path());
            if (order <= 0) {
                nextBefore = next(before);
            }
            if (order >= 0) {
                nextAfter = next(after);
            }
            Pair pair = directory.of(order <= 0 ? one : null, order >= 0 ? other : null);
            if (pair.isSeen()) {
                return pair;
            }
        }
    }

    private static @Nullable Node next(@Nullable Children children) {
        return children == null ? null : children.next();
    }
}
