package dev.gantry.engine.layer;

import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.KernelException;
import dev.gantry.engine.kernel.file.Names;
import dev.gantry.engine.kernel.file.Stat;
import dev.gantry.oci.index.EntryKind;
import dev.gantry.oci.index.IndexEntry;
import dev.gantry.oci.index.IndexWriter;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.ByteName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a container wrote upon its image, overlayfs' upper directory, read as one more layer (Linux, Documentation/
 * filesystems/overlayfs.rst): a character device 0:0 hides a name, the attribute {@code overlay.opaque} a directory's
 * content. The container may write meanwhile: what comes or goes is in it or not. No link is followed, so a container
 * can't show what is not its own.
 */
public final class WrittenLayer {
    private final Path upper;

    WrittenLayer(Path upper) {
        this.upper = upper;
    }

    /**
     * The layer as it is now. Digests are left out: nobody reads all that a container wrote to look at its names.
     *
     * @param target does not exist
     * @throws RefusedException LIMIT_EXCEEDED
     */
    LayerIndex index(LayerLimits limits, Path target) throws IOException {
        try (IndexWriter writer = new IndexWriter(target, limits.tar(), IndexWriter.MOST_BYTES)) {
            if (Files.isDirectory(upper)) {
                try (Dir root = Dir.open(upper)) {
                    new Walk(root, writer, limits).run();
                }
            }
            writer.finish();
        }
        return LayerIndex.open(target).orElseThrow();
    }

    /**
     * A file's bytes as they are now; to be closed.
     *
     * @return empty when it is gone, or no regular file
     */
    public Optional<InputStream> open(ByteName path) throws IOException {
        byte[] bytes = path.bytes();
        int slash = bytes.length;
        while (slash > 0 && bytes[slash - 1] != '/') {
            slash--;
        }
        byte[] parent = java.util.Arrays.copyOf(bytes, Math.max(0, slash - 1));
        try (Dir root = Dir.open(upper);
                Dir directory = root.below(parent)) {
            return directory.openFile(java.util.Arrays.copyOfRange(bytes, slash, bytes.length));
        } catch (KernelException e) {
            if (isGone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Somebody removed it, or put something else in its place. */
    private static boolean isGone(KernelException e) {
        return e.isNotFound() || e.is("ENOTDIR") || e.is("ELOOP") || e.is("EXDEV") || e.is("ENODATA");
    }

    /** Goes through the directories one by one, with two descriptors whatever the depth. */
    private static final class Walk {
        private final Dir root;
        private final IndexWriter writer;
        private final LayerLimits limits;
        private final Deque<byte[]> directories = new ArrayDeque<>();
        /** Files with several names, by inode. */
        private final Map<Long, byte[]> linked = new HashMap<>();

        private long entries;

        Walk(Dir root, IndexWriter writer, LayerLimits limits) {
            this.root = root;
            this.writer = writer;
            this.limits = limits;
        }

        void run() throws IOException {
            writer.add(entry(new byte[0], root.stat(), EntryKind.DIRECTORY, false, ByteName.EMPTY));
            directories.add(new byte[0]);
            byte[] next;
            while ((next = directories.poll()) != null) {
                try (Dir directory = root.below(next)) {
                    for (Dir.Entry name : directory.list()) {
                        look(directory, next, name.name());
                    }
                } catch (KernelException e) {
                    if (!isGone(e)) {
                        throw e;
                    }
                }
            }
        }

        private void look(Dir directory, byte[] parent, byte[] name) throws IOException {
            byte[] path = parent.length == 0 ? name : Names.join(java.util.List.of(parent, name));
            if (++entries > limits.entries() || path.length > limits.nameBytes()) {
                throw new RefusedException(
                        RefusalCode.LIMIT_EXCEEDED,
                        "look at what the container wrote",
                        entries > limits.entries()
                                ? "it wrote more than " + limits.entries() + " files"
                                : "a path in it has " + path.length + " bytes and may have " + limits.nameBytes(),
                        "look at the files from inside the container");
            }
            Optional<Stat> found = directory.stat(name);
            if (found.isPresent()) {
                Stat stat = found.get();
                EntryKind kind = stat.isWhiteout() ? EntryKind.WHITEOUT : kind(stat);
                if (kind == EntryKind.DIRECTORY) {
                    boolean opaque = isOpaque(directory, name);
                    writer.add(entry(path, stat, kind, opaque, ByteName.EMPTY));
                    directories.add(path);
                } else if (kind != null) {
                    writer.add(leaf(directory, path, name, stat, kind));
                }
            }
        }

        private IndexEntry leaf(Dir directory, byte[] path, byte[] name, Stat stat, EntryKind kind) {
            if (kind == EntryKind.SYMLINK) {
                return entry(path, stat, kind, false, ByteName.of(directory.readlink(name)));
            }
            byte[] first = kind == EntryKind.FILE && stat.links() > 1 ? linked.putIfAbsent(stat.inode(), path) : null;
            return first == null
                    ? entry(path, stat, kind, false, ByteName.EMPTY)
                    : entry(path, stat, EntryKind.HARDLINK, false, ByteName.of(first));
        }

        private static IndexEntry entry(byte[] path, Stat stat, EntryKind kind, boolean opaque, ByteName link) {
            boolean device = kind == EntryKind.CHAR || kind == EntryKind.BLOCK;
            return new IndexEntry(
                    ByteName.of(path),
                    kind,
                    opaque,
                    false,
                    kind == EntryKind.WHITEOUT ? 0 : stat.permissions(),
                    Integer.toUnsignedLong(stat.uid()),
                    Integer.toUnsignedLong(stat.gid()),
                    stat.modified().getEpochSecond(),
                    kind == EntryKind.FILE ? stat.size() : 0,
                    device ? (long) stat.rdevMajor() << 32 | stat.rdevMinor() : 0,
                    link,
                    Optional.empty());
        }

        /** Null for a socket, which no layer holds. */
        private static @org.jspecify.annotations.Nullable EntryKind kind(Stat stat) {
            return switch (stat.type()) {
                case Stat.S_IFDIR -> EntryKind.DIRECTORY;
                case Stat.S_IFREG -> EntryKind.FILE;
                case Stat.S_IFLNK -> EntryKind.SYMLINK;
                case Stat.S_IFCHR -> EntryKind.CHAR;
                case Stat.S_IFBLK -> EntryKind.BLOCK;
                case Stat.S_IFIFO -> EntryKind.FIFO;
                default -> null;
            };
        }

        /** Also a directory that was renamed hides what had its name below. */
        private static boolean isOpaque(Dir directory, byte[] name) {
            Map<String, byte[]> attributes = directory.xattrs(name);
            return isYes(attributes.get("trusted.overlay.opaque"))
                    || isYes(attributes.get("user.overlay.opaque"))
                    || attributes.containsKey("trusted.overlay.redirect")
                    || attributes.containsKey("user.overlay.redirect");
        }

        private static boolean isYes(byte @org.jspecify.annotations.Nullable [] value) {
            return value != null && value.length == 1 && value[0] == 'y';
        }
    }
}
