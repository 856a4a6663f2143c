package dev.gantry.oci.index;

import dev.gantry.oci.tar.ByteName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The symbolic links of a layer so far, through which later members may reach their place: where they lie is decided as
 * when the layer is unpacked, below its root whatever the links say. Remembers at most {@link #MOST} links and
 * {@link #MOST_BYTES} of their names and targets; members behind others count as lying below a file.
 */
final class Links {
    private static final int MOST = 50_000;
    private static final int MOST_BYTES = 4 << 20;
    /** As the kernel's MAXSYMLINKS. */
    private static final int HOPS = 40;

    private final Map<ByteName, ByteName> targets = new HashMap<>();
    private int bytes;
    private byte[] lastAsked = new byte[0];
    private byte[] lastResolved = new byte[0];

    /** What now has the path. */
    void put(byte[] path, IndexEntry entry) {
        if (entry.kind() == EntryKind.SYMLINK) {
            int size = path.length + entry.link().length();
            if (targets.size() < MOST && bytes + size <= MOST_BYTES) {
                targets.put(ByteName.of(path), entry.link());
                bytes += size;
                forget();
            }
        } else if (!targets.isEmpty() && targets.remove(ByteName.of(path)) != null) {
            forget();
        }
    }

    private void forget() {
        lastAsked = new byte[0];
        lastResolved = new byte[0];
    }

    /** The path with the links on the way to its last name followed. @param member for the refusal of a loop */
    byte[] place(byte[] path, ByteName member) {
        int name = Paths.nameStart(path);
        if (targets.isEmpty() || name == 0) {
            return path;
        }
        byte[] parent = Arrays.copyOf(path, name - 1);
        return Paths.child(directory(parent, member), Paths.name(path));
    }

    /** A directory's path with all links followed. */
    byte[] directory(byte[] path, ByteName member) {
        if (targets.isEmpty() || path.length == 0) {
            return path;
        }
        // Members of one directory usually follow each other.
        if (!Arrays.equals(path, lastAsked)) {
            lastResolved = resolve(path, member);
            lastAsked = path;
        }
        return lastResolved;
    }

    private byte[] resolve(byte[] path, ByteName member) {
        Deque<ByteName> left = new ArrayDeque<>(ByteName.of(path).components());
        List<ByteName> done = new ArrayList<>();
        int hops = 0;
        while (!left.isEmpty()) {
            ByteName name = left.pop();
            if (name.climbs()) {
                if (!done.isEmpty()) {
                    done.remove(done.size() - 1);
                }
                continue;
            }
            done.add(name);
            ByteName target = targets.get(ByteName.of(Meaning.join(done)));
            if (target != null) {
                if (++hops > HOPS) {
                    throw Meaning.invalid(member, "the links above it form a loop");
                }
                done.remove(done.size() - 1);
                if (target.isAbsolute()) {
                    done.clear();
                }
                List<ByteName> parts = target.components();
                for (int i = parts.size() - 1; i >= 0; i--) {
                    left.push(parts.get(i));
                }
            }
        }
        return Meaning.join(done);
    }
}
