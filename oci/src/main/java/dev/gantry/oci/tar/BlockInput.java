package dev.gantry.oci.tar;

import java.io.IOException;
import java.io.InputStream;

/**
 * Counts and buffers what is read from an archive. Headers come through the buffer; large pieces of content go past it
 * straight into the caller's array.
 */
final class BlockInput {
    private final InputStream in;
    private final long maxBytes;
    private final byte[] buffer = new byte[32 << 10];
    private int start;
    private int end;
    private long position;

    BlockInput(InputStream in, long maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** How many bytes were handed out or skipped. */
    long position() {
        return position;
    }

    /** As {@link InputStream#read(byte[], int, int)} with a length above 0. */
    int read(byte[] target, int offset, int length) throws IOException {
        if (start == end) {
            if (length >= buffer.length) {
                return count(in.read(target, offset, length));
            }
            fill();
        }
        int n = Math.min(length, end - start);
        if (n <= 0) {
            return -1;
        }
        System.arraycopy(buffer, start, target, offset, n);
        start += n;
        return count(n);
    }

    /** @return how many bytes there were, less than the length only at the end */
    int readFully(byte[] target, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int n = read(target, offset + done, length - done);
            if (n < 0) {
                break;
            }
            done += n;
        }
        return done;
    }

    /** @return whether there were that many */
    boolean skip(long length) throws IOException {
        long left = length - count((int) Math.min(length, end - start));
        start += (int) (length - left);
        while (left > 0) {
            // The last byte is read, as a file's skip goes beyond its end without a word.
            long n = left > 1 ? in.skip(left - 1) : 0;
            if (n <= 0) {
                n = in.read() < 0 ? -1 : 1;
            }
            if (n < 0) {
                return false;
            }
            count(n);
            left -= n;
        }
        return true;
    }

    /** Reads to the end of the stream, so that whoever hashes it has seen it all. */
    void drain() throws IOException {
        count(end - start);
        start = 0;
        end = 0;
        int n;
        while ((n = in.read(buffer)) >= 0) {
            count(n);
        }
    }

    private void fill() throws IOException {
        start = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
    }

    private int count(int n) {
        return (int) count((long) n);
    }

    private long count(long n) {
        if (n > 0) {
            position += n;
            if (position > maxBytes) {
                throw TarRefusals.limit("it has more bytes than allowed", maxBytes);
            }
        }
        return n;
    }
}
