package dev.gantry.oci.stack;

import dev.gantry.oci.index.EntryKind;
import dev.gantry.oci.tar.ByteName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Bytes that a stack carries and does not show.
 *
 * @param efficiency as dive reckons it, 0 to 1: over all paths, the smallest size that a layer gave the file, divided by
 *     the sum of the sizes that the layers gave it, where taking a file away counts its size once more. Unlike dive, a
 *     directory that is taken away counts for each file in it
 * @param wastedBytes of files that a later layer rewrites, removes or hides
 * @param worst the paths that waste most, the worst first
 */
public record Waste(double efficiency, long wastedBytes, List<Path> worst) {
    public Waste {
        worst = List.copyOf(worst);
    }

    /** @param layers that carry the path, hide it or take it away, from the lowest to the highest */
    public record Path(ByteName path, long wastedBytes, List<Integer> layers) {
        public Path {
            layers = List.copyOf(layers);
        }
    }

    /** @param most at most so many paths are named */
    public static Waste of(Stack stack, int most) {
        Reckoning reckoning = new Reckoning(most);
        reckoning.directory(stack.root());
        return reckoning.result();
    }

    private static final class Reckoning {
        private static final Comparator<Path> LEAST =
                Comparator.comparingLong(Path::wastedBytes).thenComparing(Path::path, Comparator.reverseOrder());

        private final int most;
        private final PriorityQueue<Path> worst = new PriorityQueue<>(LEAST);
        private long smallest;
        private long carried;
        private long wasted;

        Reckoning(int most) {
            this.most = most;
        }

        void directory(Node node) {
            if (node.sights() == 1 && node.onlyDirectory() == 0) {
                long bytes = node.index(node.layerOf(0)).bytes(node.ordinalOf(0));
                smallest += bytes;
                carried += bytes;
                return;
            }
            Children children = node.children();
            Node child;
            while ((child = children.next()) != null) {
                file(child);
                if (Stack.hasDirectory(child)) {
                    directory(child);
                }
            }
        }

        private void file(Node node) {
            long least = Long.MAX_VALUE;
            long current = -1;
            long lost = 0;
            List<Integer> layers = new ArrayList<>();
            for (int i = 0; i < node.sights(); i++) {
                boolean isFile =
                        node.ordinalOf(i) != Node.CUT && !node.holds(i) && node.kindOf(i) != EntryKind.WHITEOUT;
                long size = isFile ? node.index(node.layerOf(i)).bytes(node.ordinalOf(i)) : -1;
                if (current >= 0) {
                    lost += current;
                    carried += isFile ? 0 : current;
                }
                if (isFile || current >= 0) {
                    layers.add(node.layerOf(i));
                }
                carried += Math.max(0, size);
                least = isFile ? Math.min(least, size) : least;
                current = size;
            }
            smallest += least == Long.MAX_VALUE ? 0 : least;
            wasted += lost;
            remember(node, lost, layers);
        }

        private void remember(Node node, long lost, List<Integer> layers) {
            if (lost == 0 || most == 0) {
                return;
            }
            if (worst.size() == most && worst.element().wastedBytes() >= lost) {
                return;
            }
            worst.add(new Path(ByteName.of(node.path()), lost, layers));
            if (worst.size() > most) {
                worst.remove();
            }
        }

        Waste result() {
            List<Path> sorted = new ArrayList<>(worst);
            sorted.sort(LEAST.reversed());
            return new Waste(carried == 0 ? 1 : (double) smallest / carried, wasted, sorted);
        }
    }
}
