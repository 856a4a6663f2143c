package dev.gantry.oci.stack;

import dev.gantry.oci.index.EntryKind;
import dev.gantry.oci.index.IndexEntry;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.tar.ByteName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where layers that were not made upon each other touch the same paths. Nothing about it is wrong: the higher layer wins,
 * and this is what it wins against. A file that both have alike is no conflict.
 *
 * @param count of all, also of those that are not listed
 * @param conflicts the first ones, in the order of an index
 */
public record Conflicts(long count, List<Conflict> conflicts) {
    public Conflicts {
        conflicts = List.copyOf(conflicts);
    }

    /** What the higher layer does to what a lower one put there. */
    public enum Kind {
        /** Both carry the file. */
        REWRITTEN,
        /** The higher one takes the path away, or all that was in the directory. */
        HIDDEN,
        /** One has a directory where the other has none. */
        REPLACED
    }

    /**
     * @param lower the layer that is seen no more, 0 for the lowest
     * @param files how many files of this layer go out of sight
     */
    public record Conflict(ByteName path, Kind kind, int lower, int higher, long files) {}

    /** Tells which layers were made upon each other. */
    @FunctionalInterface
    public interface Made {
        boolean upon(int lower, int higher);
    }

    /** @param most at most so many are listed */
    public static Conflicts of(Stack stack, Made made, int most) {
        Search search = new Search(made, most);
        search.into(stack.root());
        return new Conflicts(search.count, search.found);
    }

    private static final class Search {
        private final Made made;
        private final int most;
        private final List<Conflict> found = new ArrayList<>();
        private long count;

        Search(Made made, int most) {
            this.made = made;
            this.most = most;
        }

        /** What only one layer has is never walked. */
        void into(Node directory) {
            Children children = directory.children();
            Node child;
            while ((child = children.next()) != null) {
                if (child.sights() > 1) {
                    look(child);
                    if (Stack.hasDirectory(child)) {
                        into(child);
                    }
                }
            }
        }

        private void look(Node node) {
            for (int i = 1; i < node.sights(); i++) {
                Node.Seen before = node.seen(node.layerOf(i) - 1);
                if (node.ordinalOf(i) == Node.CUT || before.isNothing()) {
                    continue;
                }
                int higher = node.layerOf(i);
                if (!made.upon(before.layer(), higher)) {
                    kind(node, before, i).ifPresent(kind -> add(node, before, kind, higher));
                }
            }
        }

        private static Optional<Kind> kind(Node node, Node.Seen before, int sight) {
            LayerIndex index = node.index(node.layerOf(sight));
            int ordinal = node.ordinalOf(sight);
            boolean wasDirectory = node.isDirectory(before);
            EntryKind kind = index.kind(ordinal);
            if (kind == EntryKind.WHITEOUT) {
                return Optional.of(Kind.HIDDEN);
            }
            if (kind == EntryKind.DIRECTORY) {
                return !wasDirectory
                        ? Optional.of(Kind.REPLACED)
                        : index.opaque(ordinal) ? Optional.of(Kind.HIDDEN) : Optional.empty();
            }
            if (wasDirectory) {
                return Optional.of(Kind.REPLACED);
            }
            return isAlike(node.index(before.layer()), before.ordinal(), index, ordinal)
                    ? Optional.empty()
                    : Optional.of(Kind.REWRITTEN);
        }

        private static boolean isAlike(LayerIndex one, int ordinal, LayerIndex other, int otherOrdinal) {
            IndexEntry a = one.file(ordinal).orElseGet(() -> one.entry(ordinal));
            IndexEntry b = other.file(otherOrdinal).orElseGet(() -> other.entry(otherOrdinal));
            return new Sight.Look(a, a, 0, 0).isLike(new Sight.Look(b, b, 0, 0));
        }

        private void add(Node node, Node.Seen before, Kind kind, int higher) {
            count++;
            if (found.size() < most) {
                long files = node.index(before.layer()).files(before.ordinal());
                found.add(new Conflict(ByteName.of(node.path()), kind, before.layer(), higher, files));
            }
        }
    }
}
