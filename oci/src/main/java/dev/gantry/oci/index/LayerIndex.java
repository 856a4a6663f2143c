package dev.gantry.oci.index;

import dev.gantry.oci.digest.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads an index. Entries have ordinals in the order of {@link Paths}; 0 is the root, and what lies in a directory has
 * the ordinals from the directory's own plus 1 to its {@link #end}. The file is mapped, so opening it costs nothing, and
 * stays readable after it was removed. Safe for several threads.
 */
public final class LayerIndex {
    private final ByteBuffer file;
    private final int count;
    private final int table;

    private LayerIndex(ByteBuffer file, int count, int table) {
        this.file = file;
        this.count = count;
        this.table = table;
    }

    /** @return empty when there is none, or none that this version wrote to its end */
    public static Optional<LayerIndex> open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < IndexFile.HEADER || size > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            ByteBuffer file = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
            long count = file.getLong(8);
            long table = file.getLong(16);
            boolean fits = count >= 1 && count <= size / IndexFile.ROW && table == size - count * IndexFile.ROW;
            if (file.getLong(0) != IndexFile.MAGIC || !fits) {
                return Optional.empty();
            }
            return Optional.of(new LayerIndex(file, (int) count, (int) table));
        }
    }

    /**
     * Reads an index that somebody else made, and checks all of it first: whoever walks it comes to an end and stays
     * within it, whatever it says.
     *
     * @return empty when there is none, or none that an {@link IndexWriter} could have written
     */
    public static Optional<LayerIndex> openForeign(Path path) throws IOException {
        try {
            return open(path).filter(LayerIndex::isSound);
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private boolean isSound() {
        Deque<Integer> open = new ArrayDeque<>();
        byte[] before = new byte[0];
        for (int i = 0; i < count; i++) {
            byte[] path = path(i);
            while (!open.isEmpty() && open.element() <= i) {
                open.pop();
            }
            boolean inPlace = i == 0
                    ? path.length == 0 && end(0) == count && kind(0) == EntryKind.DIRECTORY
                    : Paths.compare(before, path) < 0 && !open.isEmpty() && end(i) <= open.element();
            boolean inside = at(i) >= IndexFile.HEADER && at(i) + Codec.FIXED <= table;
            boolean endsRight = kind(i) == EntryKind.DIRECTORY ? end(i) > i : end(i) == i + 1;
            if (!inPlace || !inside || !endsRight || bytes(i) < 0 || files(i) < 0) {
                return false;
            }
            IndexEntry entry = Codec.decode(file, at(i));
            if ((entry.mode() & ~07777) != 0 || entry.size() < 0 || entry.offset() < 0) {
                return false;
            }
            open.push(end(i));
            before = path;
        }
        return true;
    }

    public long sizeBytes() {
        return file.capacity();
    }

    /** Writes the index' file. */
    public void copyTo(OutputStream out) throws IOException {
        byte[] chunk = new byte[64 << 10];
        ByteBuffer rest = file.duplicate().clear();
        while (rest.hasRemaining()) {
            int length = Math.min(chunk.length, rest.remaining());
            rest.get(chunk, 0, length);
            out.write(chunk, 0, length);
        }
    }

    public int count() {
        return count;
    }

    public IndexEntry entry(int ordinal) {
        return Codec.decode(file, at(ordinal));
    }

    public EntryKind kind(int ordinal) {
        return Codec.kind(file, at(ordinal));
    }

    public boolean opaque(int ordinal) {
        return Codec.opaque(file, at(ordinal));
    }

    public boolean implicit(int ordinal) {
        return Codec.implicit(file, at(ordinal));
    }

    public byte[] path(int ordinal) {
        return Codec.path(file, at(ordinal));
    }

    /** Copies the path to the array's beginning. @return its length */
    int path(int ordinal, byte[] into) {
        return Codec.path(file, at(ordinal), into);
    }

    /** Whether the file has these very bytes. */
    boolean hasContent(int ordinal, Digest content) {
        return Codec.hasContent(file, at(ordinal), content);
    }

    /** The ordinal after the last one below this. */
    public int end(int ordinal) {
        return file.getInt(row(ordinal) + 16);
    }

    /** Of a file, or of all files below a directory; what has several names counts once. In bytes. */
    public long bytes(int ordinal) {
        return file.getLong(row(ordinal) + 8);
    }

    /** How many things that are no directories lie below; 1 for such a thing itself, 0 for a whiteout. */
    public int files(int ordinal) {
        return file.getInt(row(ordinal) + 20);
    }

    public OptionalInt find(byte[] path) {
        return find(path, 0, count);
    }

    /** Within ordinals from, inclusive, to end, exclusive. */
    public OptionalInt find(byte[] path, int from, int end) {
        int low = from;
        int high = end - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int compared = Paths.compare(path(middle), path);
            if (compared == 0) {
                return OptionalInt.of(middle);
            }
            if (compared < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return OptionalInt.empty();
    }

    /** The entry itself, or, for a hard link, the file that it is another name of; empty when that is no file. */
    public Optional<IndexEntry> file(int ordinal) {
        IndexEntry entry = entry(ordinal);
        // A chain of links is as long as its makers wish; more than this is none of an honest archive.
        for (int hops = 0; entry.kind() == EntryKind.HARDLINK && hops < 16; hops++) {
            OptionalInt target = find(entry.link().bytes());
            if (target.isEmpty()) {
                return Optional.empty();
            }
            entry = entry(target.getAsInt());
        }
        return Optional.of(entry)
                .filter(found -> found.kind() != EntryKind.HARDLINK
                        && !found.isDirectory()
                        && found.kind() != EntryKind.WHITEOUT);
    }

    private int at(int ordinal) {
        return (int) file.getLong(row(ordinal));
    }

    private int row(int ordinal) {
        return table + ordinal * IndexFile.ROW;
    }
}
