package dev.gantry.oci.index;

import dev.gantry.oci.index.link.KeyTable;
import dev.gantry.oci.index.link.LinkFile;
import dev.gantry.oci.index.link.PathKeys;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.TarLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The symbolic links of a layer so far, through which later members may reach their place: where they lie is decided as
 * when the layer is unpacked, below its root whatever the links say. Any number of links is remembered; following them
 * costs no more than reading them, however long their targets are.
 */
final class Links implements AutoCloseable {
    /** As the kernel's MAXSYMLINKS. */
    private static final int HOPS = 40;
    /** Names looked at for all members together: an honest layer of a million members comes to two thirds at most. */
    private static final long STEPS = 1 << 24;

    private final TarLimits limits;
    private final PathKeys keys = new PathKeys();
    private final LinkFile file;
    /** Where in the file the link of a path is. */
    private final KeyTable targets = new KeyTable();
    /** When the content of a directory that holds links, at any depth, was last removed; 0 for never. */
    private final KeyTable cleared = new KeyTable();

    private long sequence;
    private long steps;
    private byte[] lastAsked = new byte[0];
    private byte[] lastResolved = new byte[0];

    /** @param scratch a file that does not exist */
    Links(TarLimits limits, Path scratch) {
        this.limits = limits;
        this.file = new LinkFile(scratch);
    }

    /** What now has the path. */
    void put(byte[] path, IndexEntry entry) throws IOException {
        boolean link = entry.kind() == EntryKind.SYMLINK;
        if (path.length == 0 || (!link && targets.isEmpty())) {
            return;
        }
        sequence++;
        long key = keys.root();
        for (ByteName name : ByteName.of(path).components()) {
            if (link && key != keys.root() && cleared.get(key) == KeyTable.NONE) {
                mark(key);
            }
            key = keys.child(key, name.bytes());
        }
        if (!entry.isDirectory() && cleared.get(key) != KeyTable.NONE) {
            cleared.put(key, sequence);
            forget();
        }
        if (link) {
            targets.put(key, file.add(new LinkFile.Link(sequence, ByteName.of(path), entry.link())));
            forget();
        } else if (targets.get(key) != KeyTable.NONE) {
            targets.put(key, KeyTable.NONE);
            forget();
        }
    }

    private void mark(long directory) {
        if (cleared.count() >= limits.entries()) {
            throw IndexFile.exceeded("its links lie in more than " + limits.entries() + " directories");
        }
        cleared.put(directory, 0);
    }

    private void forget() {
        lastAsked = new byte[0];
        lastResolved = new byte[0];
    }

    /** The path with the links on the way to its last name followed. @param member for the refusal of a loop */
    byte[] place(byte[] path, ByteName member) throws IOException {
        int name = Paths.nameStart(path);
        if (targets.isEmpty() || name == 0) {
            return path;
        }
        byte[] parent = Arrays.copyOf(path, name - 1);
        return Paths.child(directory(parent, member), Paths.name(path));
    }

    /** A directory's path with all links followed. */
    byte[] directory(byte[] path, ByteName member) throws IOException {
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

    /** A directory on the way. @param cleared when something last removed what lay in it */
    private record Step(ByteName name, long key, long cleared) {}

    private byte[] resolve(byte[] path, ByteName member) throws IOException {
        Deque<ByteName> left = new ArrayDeque<>(ByteName.of(path).components());
        Deque<Step> done = new ArrayDeque<>();
        int length = 0;
        int hops = 0;
        while (!left.isEmpty()) {
            ByteName name = left.pop();
            if (++steps > STEPS) {
                throw IndexFile.exceeded("following its links takes more than " + STEPS + " steps");
            }
            if (name.climbs()) {
                length -= done.isEmpty() ? 0 : done.removeLast().name().length() + 1;
                continue;
            }
            Step above = done.isEmpty() ? new Step(ByteName.EMPTY, keys.root(), 0) : done.getLast();
            long key = keys.child(above.key(), name.bytes());
            Step step = new Step(name, key, Math.max(above.cleared(), cleared.get(key)));
            done.add(step);
            length += name.length() + 1;
            if (length > limits.nameBytes() || done.size() > limits.pathDepth()) {
                throw IndexFile.exceeded("the links above " + member + " lead too far down: at most "
                        + limits.nameBytes() + " bytes and " + limits.pathDepth() + " directories");
            }
            long at = targets.get(key);
            LinkFile.Link link = at == KeyTable.NONE ? null : file.get(at);
            if (link != null && link.sequence() > above.cleared() && isAt(link, done)) {
                if (++hops > HOPS) {
                    throw Meaning.invalid(member, "the links above it form a loop");
                }
                done.removeLast();
                length -= name.length() + 1;
                if (link.target().isAbsolute()) {
                    done.clear();
                    length = 0;
                }
                List<ByteName> parts = link.target().components();
                for (int i = parts.size() - 1; i >= 0; i--) {
                    left.push(parts.get(i));
                }
            }
        }
        return path(done);
    }

    private static boolean isAt(LinkFile.Link link, Deque<Step> steps) {
        return Arrays.equals(link.path().bytes(), path(steps));
    }

    private static byte[] path(Deque<Step> steps) {
        return Meaning.join(steps.stream().map(Step::name).toList());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
