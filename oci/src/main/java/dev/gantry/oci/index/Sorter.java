package dev.gantry.oci.index;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Brings any number of entries into the order of their paths, and those of one path into the order of their coming,
 * with at most {@link #HELD} bytes in memory: what is more goes to a scratch file in sorted runs.
 */
final class Sorter implements AutoCloseable {
    private static final int HELD = 4 << 20;
    /** What an entry costs beside its bytes. */
    private static final int OVERHEAD = 96;

    private static final int READ_AHEAD = 16 << 10;
    private static final Comparator<Item> ORDER = (a, b) -> {
        int byPath = Paths.compare(a.path, b.path);
        return byPath != 0 ? byPath : Long.compare(a.sequence, b.sequence);
    };

    private final Path scratch;
    private final List<Item> held = new ArrayList<>();
    private final List<Long> runs = new ArrayList<>();
    private @Nullable FileChannel channel;
    private final long mostBytes;
    private long heldBytes;
    private long bytes;
    private long count;

    /**
     * @param scratch a file that does not exist; closing removes it
     * @param mostBytes of all entries
     */
    Sorter(Path scratch, long mostBytes) {
        this.scratch = scratch;
        this.mostBytes = mostBytes;
    }

    /** An entry with its place in the archive. */
    record Item(long sequence, byte[] path, byte[] record) {
        static Item of(long sequence, byte[] record) {
            return new Item(sequence, Codec.path(ByteBuffer.wrap(record), 0), record);
        }

        IndexEntry entry() {
            return Codec.decode(ByteBuffer.wrap(record), 0);
        }
    }

    void add(IndexEntry entry) throws IOException {
        Item item = Item.of(count++, Codec.encode(entry));
        bytes += item.record.length;
        if (bytes > mostBytes) {
            throw IndexFile.tooLarge(mostBytes);
        }
        held.add(item);
        heldBytes += item.record.length + item.path.length + OVERHEAD;
        if (heldBytes > HELD) {
            spill();
        }
    }

    private void spill() throws IOException {
        FileChannel file = channel;
        if (file == null) {
            file = FileChannel.open(
                    scratch, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
            channel = file;
        }
        held.sort(ORDER);
        runs.add(file.position());
        DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), READ_AHEAD));
        for (Item item : held) {
            out.writeInt(item.record.length);
            out.writeLong(item.sequence);
            out.write(item.record);
        }
        out.writeInt(-1);
        out.flush();
        held.clear();
        heldBytes = 0;
    }

    /** Ends the adding. */
    Merged merged() throws IOException {
        held.sort(ORDER);
        return new Merged();
    }

    /** All entries in order. */
    final class Merged {
        private final PriorityQueue<Run> heads = new PriorityQueue<>((a, b) -> ORDER.compare(a.head(), b.head()));

        private Merged() throws IOException {
            FileChannel file = channel;
            for (long start : runs) {
                offer(new Run(new DataInputStream(
                        new BufferedInputStream(new Slice(Objects.requireNonNull(file), start), READ_AHEAD))));
            }
            offer(new Run(null));
        }

        private void offer(Run run) throws IOException {
            if (run.advance()) {
                heads.add(run);
            }
        }

        @Nullable
        Item next() throws IOException {
            Run run = heads.poll();
            if (run == null) {
                return null;
            }
            Item item = run.head();
            offer(run);
            return item;
        }
    }

    /** One sorted run: on the disk, or what is held. */
    private final class Run {
        private final @Nullable DataInputStream in;
        private int index;
        private @Nullable Item head;

        Run(@Nullable DataInputStream in) {
            this.in = in;
        }

        Item head() {
            return Objects.requireNonNull(head);
        }

        boolean advance() throws IOException {
            if (in == null) {
                head = index < held.size() ? held.get(index++) : null;
                return head != null;
            }
            int length = in.readInt();
            if (length < 0) {
                return false;
            }
            long sequence = in.readLong();
            byte[] record = in.readNBytes(length);
            if (record.length < length) {
                throw new EOFException("the scratch file of an index ends early");
            }
            head = Item.of(sequence, record);
            return true;
        }
    }

    /** The file from a position on, without moving what others read. */
    private static final class Slice extends InputStream {
        private final FileChannel file;
        private long position;

        Slice(FileChannel file, long position) {
            this.file = file;
            this.position = position;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = file.read(ByteBuffer.wrap(target, offset, length), position);
            position += Math.max(0, n);
            return n;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            Files.deleteIfExists(scratch);
        }
    }
}
