package dev.gantry.oci.index;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** The index' rows while it is written; 24 bytes for each entry. */
final class Table {
    private long[] positions = new long[1024];
    private long[] bytes = new long[1024];
    private int[] ends = new int[1024];
    private int[] files = new int[1024];
    private int count;

    int count() {
        return count;
    }

    int add(long position, IndexEntry entry) {
        if (count == positions.length) {
            int more = count * 2;
            positions = Arrays.copyOf(positions, more);
            bytes = Arrays.copyOf(bytes, more);
            ends = Arrays.copyOf(ends, more);
            files = Arrays.copyOf(files, more);
        }
        positions[count] = position;
        bytes[count] = entry.size();
        files[count] = entry.isDirectory() || entry.kind() == EntryKind.WHITEOUT ? 0 : 1;
        ends[count] = count + 1;
        return count++;
    }

    /** All below the directory was added. */
    void close(int directory) {
        long sum = 0;
        int number = 0;
        for (int i = directory + 1; i < count; i = ends[i]) {
            sum += bytes[i];
            number += files[i];
        }
        bytes[directory] = sum;
        files[directory] = number;
        ends[directory] = count;
    }

    void write(DataOutputStream out) throws IOException {
        for (int i = 0; i < count; i++) {
            out.writeLong(positions[i]);
            out.writeLong(bytes[i]);
            out.writeInt(ends[i]);
            out.writeInt(files[i]);
        }
    }
}
