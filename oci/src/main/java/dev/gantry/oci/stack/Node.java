package dev.gantry.oci.stack;

import dev.gantry.oci.index.EntryKind;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.index.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One path and all that the layers of a stack say about it, from the lowest to the highest: a record of its own, or a
 * cut, which is a layer that hides it by what it does to a directory above.
 */
final class Node {
    static final int CUT = -1;
    static final Seen NOTHING = new Seen(-1, CUT, -1, -1);

    private final List<LayerIndex> layers;
    private final byte[] path;
    private final int[] layer;
    private final int[] ordinal;
    private final int count;

    Node(List<LayerIndex> layers, byte[] path, int[] layer, int[] ordinal, int count) {
        this.layers = layers;
        this.path = path;
        this.layer = layer;
        this.ordinal = ordinal;
        this.count = count;
    }

    static Node root(List<LayerIndex> layers) {
        int[] all = new int[layers.size()];
        Arrays.setAll(all, i -> i);
        return new Node(layers, new byte[0], all, new int[layers.size()], layers.size());
    }

    /**
     * What is seen of the path.
     *
     * @param layer whose record tells kind and attributes, -1 when nothing is seen
     * @param first of a directory the lowest of the sights whose content shows
     * @param last the highest of these
     */
    record Seen(int layer, int ordinal, int first, int last) {
        boolean isNothing() {
            return layer < 0;
        }
    }

    byte[] path() {
        return path;
    }

    int sights() {
        return count;
    }

    int layerOf(int sight) {
        return layer[sight];
    }

    int ordinalOf(int sight) {
        return ordinal[sight];
    }

    LayerIndex index(int ofLayer) {
        return layers.get(ofLayer);
    }

    EntryKind kindOf(int sight) {
        return layers.get(layer[sight]).kind(ordinal[sight]);
    }

    boolean isDirectory(Seen seen) {
        return !seen.isNothing() && layers.get(seen.layer()).kind(seen.ordinal()) == EntryKind.DIRECTORY;
    }

    /** With the layers up to this one. */
    Seen seen(int upTo) {
        Seen seen = NOTHING;
        for (int i = 0; i < count && layer[i] <= upTo; i++) {
            seen = after(seen, i);
        }
        return seen;
    }

    /** Before the layers from this one on took it away, or now; for what is seen no more. */
    Seen lastSeen() {
        Seen seen = NOTHING;
        Seen last = NOTHING;
        for (int i = 0; i < count; i++) {
            seen = after(seen, i);
            last = seen.isNothing() ? last : seen;
        }
        return last;
    }

    private Seen after(Seen before, int sight) {
        if (ordinal[sight] == CUT) {
            return NOTHING;
        }
        LayerIndex index = layers.get(layer[sight]);
        return switch (index.kind(ordinal[sight])) {
            case WHITEOUT -> NOTHING;
            case DIRECTORY -> {
                boolean over = isDirectory(before);
                int first = over && !index.opaque(ordinal[sight]) ? before.first() : sight;
                // A directory that the archive does not describe takes its attributes from below, also an opaque one.
                yield over && index.implicit(ordinal[sight])
                        ? new Seen(before.layer(), before.ordinal(), first, sight)
                        : new Seen(layer[sight], ordinal[sight], first, sight);
            }
            default -> new Seen(layer[sight], ordinal[sight], sight, sight);
        };
    }

    /** The only record, when it is a directory and all else are cuts after it; -1 otherwise. */
    int onlyDirectory() {
        for (int i = 1; i < count; i++) {
            if (ordinal[i] != CUT) {
                return -1;
            }
        }
        return count > 0 && ordinal[0] != CUT && kindOf(0) == EntryKind.DIRECTORY ? 0 : -1;
    }

    Optional<Node> child(byte[] name) {
        byte[] wanted = Paths.child(path, name);
        Sights sights = new Sights(count);
        for (int i = 0; i < count; i++) {
            OptionalInt found = OptionalInt.empty();
            if (holds(i)) {
                LayerIndex index = layers.get(layer[i]);
                found = index.find(wanted, ordinal[i] + 1, index.end(ordinal[i]));
            }
            add(sights, i, found.orElse(CUT));
        }
        return sights.isEmpty() ? Optional.empty() : Optional.of(sights.node(layers, wanted));
    }

    /** Whether the sight is a directory, in which others may lie. */
    boolean holds(int sight) {
        return ordinal[sight] != CUT && kindOf(sight) == EntryKind.DIRECTORY;
    }

    /** Adds to a child what one sight of this directory means for it. @param found the child's ordinal, CUT for none */
    void add(Sights sights, int sight, int found) {
        if (!holds(sight) || layers.get(layer[sight]).opaque(ordinal[sight])) {
            sights.cut(layer[sight]);
        }
        if (found != CUT) {
            sights.add(layer[sight], found);
        }
    }

    Children children() {
        return new Children(this, layers);
    }

    /** Collects the sights of a path; cuts of nothing are left out. */
    static final class Sights {
        private final int[] layer;
        private final int[] ordinal;
        private int count;

        Sights(int most) {
            layer = new int[most * 2];
            ordinal = new int[most * 2];
        }

        boolean isEmpty() {
            return count == 0;
        }

        void cut(int ofLayer) {
            if (count > 0 && ordinal[count - 1] != CUT) {
                add(ofLayer, CUT);
            }
        }

        void add(int ofLayer, int found) {
            layer[count] = ofLayer;
            ordinal[count++] = found;
        }

        Node node(List<LayerIndex> layers, byte[] path) {
            return new Node(layers, path, layer, ordinal, count);
        }
    }
}
