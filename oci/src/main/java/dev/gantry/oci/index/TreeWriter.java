package dev.gantry.oci.index;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Writes the index' file from paths that come in order: missing directories added, what was cleared left out. */
final class TreeWriter implements AutoCloseable {
    private final FileChannel file;
    private final DataOutputStream out;
    private final Table table = new Table();
    private final Deque<Open> open = new ArrayDeque<>();
    private final long mostEntries;
    private final long mostBytes;
    private @Nullable Settled waiting;
    private long position = IndexFile.HEADER;

    /** @param mostEntries beside the root; directories that the archive does not describe count as well */
    TreeWriter(Path target, long mostEntries, long mostBytes) throws IOException {
        this.mostEntries = mostEntries;
        this.mostBytes = mostBytes;
        file = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), 64 << 10));
        out.write(new byte[IndexFile.HEADER]);
    }

    /** A directory whose content is being written. @param clears as in {@link Settled}, of it and all above */
    private record Open(byte[] path, int ordinal, long clears) {}

    void put(Settled next) throws IOException {
        Settled before = waiting;
        if (before != null) {
            if (Paths.isBelow(next.path(), before.path())) {
                if (next.last() < before.clears() || next.last() < clearsAbove(next.path())) {
                    return;
                }
                before = asDirectory(before, next);
            }
            write(before);
        }
        waiting = next;
        if (next.last() < clearsAbove(next.path())) {
            waiting = null;
        }
    }

    /** Something of this layer lies below it, so it is a directory. */
    private static Settled asDirectory(Settled parent, Settled child) {
        IndexEntry entry = parent.entry();
        if (entry.isDirectory()) {
            return parent;
        }
        if (entry.kind() != EntryKind.WHITEOUT) {
            throw Meaning.invalid(child.entry().path(), "it lies below the file " + entry.path());
        }
        IndexEntry directory = IndexEntry.implicitDirectory(parent.path(), true).explicit();
        return new Settled(parent.path(), directory, parent.last(), parent.clears());
    }

    private long clearsAbove(byte[] path) {
        closeBut(path);
        Open parent = open.peek();
        return parent == null ? -1 : parent.clears();
    }

    private void write(Settled settled) throws IOException {
        byte[] path = settled.path();
        closeBut(path);
        if (open.isEmpty() && path.length > 0) {
            emit(IndexEntry.implicitDirectory(new byte[0], false), -1);
        }
        for (int i = path.length == 0 ? 0 : depthStart(); i < path.length; i++) {
            if (path[i] == '/') {
                emit(IndexEntry.implicitDirectory(Arrays.copyOf(path, i), false), -1);
            }
        }
        emit(settled.entry(), settled.clears());
    }

    /** Where the first name below the innermost open directory begins. */
    private int depthStart() {
        Open parent = open.peek();
        return parent == null || parent.path().length == 0 ? 0 : parent.path().length + 1;
    }

    private void emit(IndexEntry entry, long clears) throws IOException {
        if (table.count() > mostEntries) {
            throw IndexFile.exceeded("it has more than " + mostEntries
                    + " files, directories and links, those counted in that it only passes through");
        }
        byte[] record = Codec.encode(entry);
        int ordinal = table.add(position, entry);
        out.write(record);
        position += record.length;
        if (position + (long) table.count() * IndexFile.ROW > mostBytes) {
            throw IndexFile.tooLarge(mostBytes);
        }
        if (entry.isDirectory()) {
            Open parent = open.peek();
            open.push(new Open(entry.path().bytes(), ordinal, Math.max(clears, parent == null ? -1 : parent.clears())));
        }
    }

    private void closeBut(byte[] path) {
        Open top;
        while ((top = open.peek()) != null && !Paths.isBelow(path, top.path())) {
            table.close(open.pop().ordinal());
        }
    }

    void finish() throws IOException {
        Settled last = waiting;
        if (last != null) {
            write(last);
        }
        if (table.count() == 0) {
            emit(IndexEntry.implicitDirectory(new byte[0], false), -1);
        }
        while (!open.isEmpty()) {
            table.close(open.pop().ordinal());
        }
        table.write(out);
        out.flush();
        ByteBuffer header = IndexFile.header(table.count(), position);
        while (header.hasRemaining()) {
            file.write(header, header.position());
        }
        file.force(true);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
