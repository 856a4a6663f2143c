package dev.gantry.oci.stack;

import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.index.Paths;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What lies in a directory, in the order of names: the layers' own lists, merged as they are read. */
final class Children {
    private final Node directory;
    private final List<LayerIndex> layers;
    /** For each sight of the directory the child that comes next, its path, and where the list ends. */
    private final int[] at;

    private final int[] end;
    private final byte[][] head;

    Children(Node directory, List<LayerIndex> layers) {
        this.directory = directory;
        this.layers = layers;
        this.at = new int[directory.sights()];
        this.end = new int[directory.sights()];
        this.head = new byte[directory.sights()][];
        for (int i = 0; i < at.length; i++) {
            if (directory.holds(i)) {
                at[i] = directory.ordinalOf(i) + 1;
                end[i] = index(i).end(directory.ordinalOf(i));
                read(i);
            }
        }
    }

    /** Goes on with the first name after this one, which need not exist. */
    void seek(byte[] path) {
        for (int i = 0; i < at.length; i++) {
            while (hasNext(i) && Paths.compare(head[i], path) <= 0) {
                at[i] = index(i).end(at[i]);
                read(i);
            }
        }
    }

    @Nullable
    Node next() {
        byte[] least = null;
        for (int i = 0; i < at.length; i++) {
            if (hasNext(i) && (least == null || Paths.compare(head[i], least) < 0)) {
                least = head[i];
            }
        }
        if (least == null) {
            return null;
        }
        Node.Sights sights = new Node.Sights(at.length);
        for (int i = 0; i < at.length; i++) {
            boolean here = hasNext(i) && Arrays.equals(head[i], least);
            directory.add(sights, i, here ? at[i] : Node.CUT);
            if (here) {
                at[i] = index(i).end(at[i]);
                read(i);
            }
        }
        return sights.node(layers, least);
    }

    private void read(int i) {
        if (hasNext(i)) {
            head[i] = index(i).path(at[i]);
        }
    }

    private boolean hasNext(int i) {
        return at[i] < end[i];
    }

    private LayerIndex index(int i) {
        return layers.get(directory.layerOf(i));
    }
}
