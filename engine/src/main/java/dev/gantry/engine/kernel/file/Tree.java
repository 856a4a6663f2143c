package dev.gantry.engine.kernel.file;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Work on whole trees, each step by descriptor, so that nobody who writes in the tree can lead it elsewhere. */
public final class Tree {
    private static final byte[] PARENT = Names.utf8("..");

    private Tree() {}

    /**
     * Removes what has this name, and all below it; nothing happens when there is nothing. Links are not followed, and
     * what is mounted in the tree stops the removal with EXDEV or EBUSY instead of being emptied.
     */
    public static void remove(Dir dir, byte[] name) {
        Optional<Stat> stat = dir.stat(name);
        if (stat.isEmpty()) {
            return;
        }
        if (stat.get().isDirectory()) {
            removeDirectory(dir, name);
        } else {
            dir.unlink(name);
        }
    }

    /**
     * Walks to a directory below {@code root} and makes what is missing, 0755 and root's. Whatever stands in the way,
     * symbolic links first of all, is replaced: an image that has a link where a mount belongs gets a real directory.
     *
     * @param path without ".."
     * @return the directory, for the caller to close
     */
    public static Dir ensureDirectory(Dir root, byte[] path) {
        Dir at = root.resolve(new byte[0]);
        try {
            for (byte[] name : Names.split(path)) {
                Dir next = ensureChild(at, name);
                at.close();
                at = next;
            }
            return at;
        } catch (RuntimeException e) {
            at.close();
            throw e;
        }
    }

    /** As {@link #ensureDirectory}, but the last name is a regular file: one that exists stays, anything else is replaced. */
    public static void ensureFile(Dir root, byte[] path) {
        var parts = Names.split(path);
        byte[] name = parts.get(parts.size() - 1);
        try (Dir parent = ensureDirectory(root, Names.join(parts.subList(0, parts.size() - 1)))) {
            if (!parent.stat(checkedName(name)).map(Stat::isRegular).orElse(false)) {
                remove(parent, name);
                try (OpenFile file = parent.create(name, 0644)) {
                    file.chmod(0644);
                }
            }
        }
    }

    private static Dir ensureChild(Dir at, byte[] name) {
        Optional<Stat> stat = at.stat(checkedName(name));
        boolean isDirectory = stat.isPresent() && stat.get().isDirectory();
        if (stat.isPresent() && !isDirectory) {
            at.unlink(name);
        }
        if (!isDirectory) {
            at.mkdir(name, 0755);
            at.chmod(name, 0755);
        }
        return at.child(name);
    }

    private static byte[] checkedName(byte[] name) {
        if (Names.isParent(name)) {
            throw new IllegalArgumentException("a path below a root must not hold \"..\"");
        }
        return name;
    }

    /** A directory on the way down. @param inode by which it is known again on the way up */
    private record Level(byte[] name, long inode, Deque<byte[]> directories) {}

    /** Two descriptors whatever the depth: down by name, up by "..", which must be the directory that we came from. */
    private static void removeDirectory(Dir parent, byte[] name) {
        Deque<Level> levels = new ArrayDeque<>();
        Dir at = parent.childOnSameMount(name);
        try {
            levels.push(emptied(at, name));
            while (true) {
                Level level = levels.element();
                byte[] next = level.directories.poll();
                if (next == null && levels.size() == 1) {
                    break;
                }
                Dir to = next == null ? up(at, levels) : at.childOnSameMount(next);
                at.close();
                at = to;
                if (next == null) {
                    at.rmdir(level.name);
                } else {
                    levels.push(emptied(at, next));
                }
            }
        } finally {
            at.close();
        }
        parent.rmdir(name);
    }

    private static Dir up(Dir at, Deque<Level> levels) {
        levels.pop();
        Level above = levels.element();
        Dir to = at.childOnSameMount(PARENT);
        if (to.stat().inode() != above.inode) {
            to.close();
            throw new IllegalStateException("the directory " + Names.show(above.name) + " moved while it was removed");
        }
        return to;
    }

    /** Unlinks all but the directories. */
    private static Level emptied(Dir dir, byte[] name) {
        Deque<byte[]> directories = new ArrayDeque<>();
        for (Dir.Entry entry : dir.list()) {
            if (isDirectory(dir, entry)) {
                directories.add(entry.name());
            } else {
                dir.unlink(entry.name());
            }
        }
        return new Level(name, dir.stat().inode(), directories);
    }

    private static boolean isDirectory(Dir dir, Dir.Entry entry) {
        if (entry.type() != 0) {
            return entry.type() == Stat.S_IFDIR;
        }
        return dir.stat(entry.name()).map(Stat::isDirectory).orElse(false);
    }
}
