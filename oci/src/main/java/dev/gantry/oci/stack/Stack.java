package dev.gantry.oci.stack;

import dev.gantry.oci.index.EntryKind;
import dev.gantry.oci.index.IndexEntry;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.tar.ByteName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Layers upon each other, up to one of them. Subtrees that only one layer knows are never walked: their sums are in its
 * index. Safe for several threads.
 */
public final class Stack {
    private final List<LayerIndex> layers;
    private final int top;

    /** @param layers from the lowest to the highest, at least one */
    public Stack(List<LayerIndex> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a stack has at least one layer");
        }
        this.layers = List.copyOf(layers);
        this.top = layers.size() - 1;
    }

    Node root() {
        return Node.root(layers);
    }

    int top() {
        return top;
    }

    /** What the highest layer changed, and what the whole stack shows. */
    public Totals totals() {
        return totals(root());
    }

    /** What is known of one path; empty when no layer has it. */
    public Optional<Item> find(ByteName path) {
        return node(path).map(this::item);
    }

    /** Whether what the stack shows under the path is what this layer put there. @param layer 0 for the lowest */
    public boolean shows(ByteName path, int layer) {
        return node(path).map(node -> node.seen(top).layer() == layer).orElse(false);
    }

    Optional<Node> node(ByteName path) {
        Optional<Node> node = Optional.of(root());
        for (ByteName name : path.components()) {
            node = node.flatMap(parent -> parent.child(name.bytes()));
        }
        return node;
    }

    /** What each layer did to a path that it touched, from the lowest to the highest. */
    public List<Item> history(ByteName path) {
        List<Item> history = new ArrayList<>();
        for (int upTo = 0; upTo <= top; upTo++) {
            Stack stack = new Stack(layers.subList(0, upTo + 1));
            stack.find(path)
                    .filter(item -> item.mark() != Mark.UNCHANGED && item.mark() != Mark.HIDDEN)
                    .ifPresent(item -> history.add(item.mark() == Mark.REMOVED ? removedBy(item, stack.top) : item));
        }
        return history;
    }

    private static Item removedBy(Item item, int layer) {
        return new Item(item.entry(), item.mark(), layer, item.size(), item.totals());
    }

    Item item(Node node) {
        Mark mark = mark(node);
        Node.Seen now = mark == Mark.UNCHANGED ? node.seen(top - 1) : node.seen(top);
        Node.Seen shown = now.isNothing() ? node.lastSeen() : now;
        if (shown.isNothing()) {
            shown = new Node.Seen(node.layerOf(0), node.ordinalOf(0), 0, 0);
        }
        LayerIndex index = node.index(shown.layer());
        IndexEntry entry = index.entry(shown.ordinal());
        Totals totals = entry.isDirectory() ? totals(node) : leaf(node);
        long size = entry.size();
        if (entry.isDirectory()) {
            size = mark == Mark.REMOVED ? totals.removedBytes() : totals.bytes();
        } else if (entry.kind() == EntryKind.HARDLINK) {
            size = index.file(shown.ordinal()).map(IndexEntry::size).orElse(0L);
        }
        return new Item(entry, mark, shown.layer(), size, totals);
    }

    Mark mark(Node node) {
        Node.Seen now = node.seen(top);
        Node.Seen before = node.seen(top - 1);
        if (now.isNothing()) {
            return before.isNothing() ? Mark.HIDDEN : Mark.REMOVED;
        }
        if (before.isNothing()) {
            return Mark.ADDED;
        }
        if (now.layer() < top) {
            return Mark.UNCHANGED;
        }
        return node.isDirectory(now) && node.isDirectory(before) && sameAttributes(node, now, before)
                ? Mark.UNCHANGED
                : Mark.MODIFIED;
    }

    private static boolean sameAttributes(Node node, Node.Seen now, Node.Seen before) {
        IndexEntry a = node.index(now.layer()).entry(now.ordinal());
        IndexEntry b = node.index(before.layer()).entry(before.ordinal());
        return a.mode() == b.mode() && a.uid() == b.uid() && a.gid() == b.gid();
    }

    Totals totals(Node node) {
        int only = node.onlyDirectory();
        if (only >= 0) {
            LayerIndex index = node.index(node.layerOf(only));
            int ordinal = node.ordinalOf(only);
            return Totals.of(fate(node, only), index.files(ordinal), index.bytes(ordinal));
        }
        Totals sum = Totals.NONE;
        Children children = node.children();
        Node child;
        while ((child = children.next()) != null) {
            sum = sum.plus(leaf(child));
            if (hasDirectory(child)) {
                sum = sum.plus(totals(child));
            }
        }
        return sum;
    }

    /** What becomes of all below a directory that only one layer has. */
    private Mark fate(Node node, int sight) {
        int from = node.layerOf(sight);
        if (node.sights() == 1) {
            return from == top ? Mark.ADDED : Mark.UNCHANGED;
        }
        return node.layerOf(1) == top && from < top ? Mark.REMOVED : Mark.HIDDEN;
    }

    static boolean hasDirectory(Node node) {
        for (int i = 0; i < node.sights(); i++) {
            if (node.holds(i)) {
                return true;
            }
        }
        return false;
    }

    /** The path itself as far as it is or was no directory. */
    private Totals leaf(Node node) {
        Node.Seen now = node.seen(top);
        Node.Seen before = node.seen(top - 1);
        boolean fileNow = !now.isNothing() && !node.isDirectory(now);
        boolean fileBefore = !before.isNothing() && !node.isDirectory(before);
        if (fileNow) {
            Mark mark = now.layer() < top ? Mark.UNCHANGED : fileBefore ? Mark.MODIFIED : Mark.ADDED;
            return Totals.of(mark, 1, node.index(now.layer()).bytes(now.ordinal()));
        }
        return fileBefore
                ? Totals.of(Mark.REMOVED, 1, node.index(before.layer()).bytes(before.ordinal()))
                : Totals.NONE;
    }
}
