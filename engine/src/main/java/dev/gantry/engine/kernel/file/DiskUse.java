package dev.gantry.engine.kernel.file;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What files take on the disk, as du(1) reckons it: allocated bytes, directories too, a file with several hard links
 * once. Links are not followed and nothing mounted in a tree counts. What is changed meanwhile counts as it is met.
 */
public final class DiskUse {
    private static final byte[] PARENT = Names.utf8("..");

    private final Set<Long> counted = new HashSet<>();
    private long bytes;

    private DiskUse() {}

    /** @return bytes; 0 when there is nothing of this name */
    public static long of(Path path) {
        Path parent = path.getParent();
        Path name = path.getFileName();
        if (parent == null || name == null) {
            throw new IllegalArgumentException(path + " can't be measured");
        }
        try (Dir dir = Dir.open(parent)) {
            return of(dir, Names.of(name));
        } catch (KernelException e) {
            return gone(e);
        }
    }

    /** As {@link #of(Path)}, by a name in a directory. */
    public static long of(Dir dir, byte[] name) {
        DiskUse use = new DiskUse();
        Optional<Stat> stat = dir.stat(name);
        if (stat.isEmpty()) {
            return 0;
        }
        use.add(stat.get());
        if (stat.get().isDirectory()) {
            use.walk(dir, name);
        }
        return use.bytes;
    }

    private static long gone(KernelException e) {
        if (e.isNotFound()) {
            return 0;
        }
        throw e;
    }

    private record Level(long inode, Deque<byte[]> directories) {}

    /** Two descriptors whatever the depth: down by name, up by "..". */
    private void walk(Dir parent, byte[] name) {
        Deque<Level> levels = new ArrayDeque<>();
        Dir at = down(parent, name);
        if (at == null) {
            return;
        }
        try {
            levels.push(count(at));
            while (true) {
                byte[] next = levels.element().directories.poll();
                Dir to;
                if (next != null) {
                    to = down(at, next);
                    if (to == null) {
                        continue;
                    }
                    levels.push(count(to));
                } else {
                    levels.pop();
                    if (levels.isEmpty()) {
                        return;
                    }
                    to = at.childOnSameMount(PARENT);
                }
                at.close();
                at = to;
                if (at.stat().inode() != levels.element().inode) {
                    // Somebody who lives in the tree moved it; what is above is no longer what was walked.
                    return;
                }
            }
        } finally {
            at.close();
        }
    }

    /** Null when it is gone meanwhile, is no directory any more, or something is mounted there. */
    private static @Nullable Dir down(Dir at, byte[] name) {
        try {
            return at.childOnSameMount(name);
        } catch (KernelException e) {
            if (e.isNotFound() || e.is("EXDEV") || e.is("ENOTDIR") || e.is("ELOOP")) {
                return null;
            }
            throw e;
        }
    }

    private Level count(Dir dir) {
        long inode = dir.stat().inode();
        Deque<byte[]> directories = new ArrayDeque<>();
        for (Dir.Entry entry : dir.list()) {
            Optional<Stat> stat = dir.stat(entry.name());
            stat.ifPresent(this::add);
            if (stat.map(Stat::isDirectory).orElse(false)) {
                directories.add(entry.name());
            }
        }
        return new Level(inode, directories);
    }

    private void add(Stat stat) {
        if (stat.isDirectory() || stat.links() == 1 || counted.add(stat.inode())) {
            bytes += stat.diskBytes();
        }
    }
}
