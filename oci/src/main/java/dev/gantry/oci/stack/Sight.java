package dev.gantry.oci.stack;

import dev.gantry.oci.index.IndexEntry;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.tar.ByteName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of two stacks that are compared: only what it shows counts, not which layer did it. */
final class Sight {
    private final @Nullable Stack stack;

    Sight(@Nullable Stack stack) {
        this.stack = stack;
    }

    @Nullable
    Node root() {
        return stack == null ? null : stack.root();
    }

    @Nullable
    Node node(ByteName path) {
        return stack == null ? null : stack.node(path).orElse(null);
    }

    Node.Seen seen(@Nullable Node node) {
        return node == null || stack == null ? Node.NOTHING : node.seen(stack.top());
    }

    /** All files that the directory shows, as if each had this mark. */
    Totals shown(@Nullable Node directory, Mark mark) {
        if (directory == null || stack == null) {
            return Totals.NONE;
        }
        Totals all = stack.totals(directory);
        return Totals.of(mark, all.files(), all.bytes());
    }

    /**
     * What is seen of a path.
     *
     * @param file the entry itself or, of a hard link, the file that it names
     * @param bytes what it adds to a sum: a hard link nothing
     */
    record Look(IndexEntry entry, IndexEntry file, int layer, long bytes) {
        long size() {
            return file.size();
        }

        /** Whether both look the same to a program, times left out. */
        boolean isLike(Look other) {
            return file.kind() == other.file.kind()
                    && file.mode() == other.file.mode()
                    && file.uid() == other.file.uid()
                    && file.gid() == other.file.gid()
                    && file.content().equals(other.file.content())
                    && file.link().equals(other.file.link())
                    && isSameDevice(other);
        }

        private boolean isSameDevice(Look other) {
            return switch (file.kind()) {
                case CHAR, BLOCK -> file.offset() == other.file.offset();
                default -> true;
            };
        }
    }

    Optional<Look> look(@Nullable Node node) {
        Node.Seen seen = seen(node);
        if (node == null || seen.isNothing()) {
            return Optional.empty();
        }
        LayerIndex index = node.index(seen.layer());
        IndexEntry entry = index.entry(seen.ordinal());
        long bytes = entry.isDirectory() ? 0 : index.bytes(seen.ordinal());
        return Optional.of(new Look(entry, index.file(seen.ordinal()).orElse(entry), seen.layer(), bytes));
    }
}
