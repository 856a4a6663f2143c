package dev.gantry.oci.compression;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952) with any number of members one after the other, checking each one's checksum and length.
 * Unlike the JDK's own stream it never takes trailing garbage, or input that came slowly, for the end.
 */
final class GzipInput extends InputStream {
    private static final int MAX_FIELD = 64 << 10;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[64 << 10];
    private final byte[] one = new byte[1];
    private int start;
    private int end;
    private boolean ended;

    GzipInput(InputStream in) throws IOException {
        this.in = in;
        readHeader(next());
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            while (!ended) {
                int n = inflater.inflate(target, offset, length);
                if (n > 0) {
                    crc.update(target, offset, n);
                    return n;
                }
                if (inflater.finished()) {
                    finishMember();
                } else if (inflater.needsDictionary()) {
                    throw PackedRefusals.damaged("gzip", "it asks for a dictionary, which gzip has none of");
                } else {
                    if (start == end && !fill()) {
                        throw PackedRefusals.truncated("gzip");
                    }
                    inflater.setInput(buffer, start, end - start);
                    start = end;
                }
            }
            return -1;
        } catch (DataFormatException e) {
            throw PackedRefusals.damaged("gzip", e.getMessage() == null ? "it does not unpack" : e.getMessage());
        }
    }

    @Override
    public int available() {
        return ended ? 0 : 1;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        inflater.end();
        in.close();
    }

    private void finishMember() throws IOException {
        start = end - inflater.getRemaining();
        long sum = readNumber(4);
        long length = readNumber(4);
        if (sum != crc.getValue() || length != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw PackedRefusals.damaged("gzip", "its checksum or length is wrong");
        }
        if (start == end && !fill()) {
            ended = true;
            return;
        }
        int first = next();
        if (first != 0x1f) {
            throw PackedRefusals.damaged("gzip", "something else follows its end");
        }
        inflater.reset();
        crc.reset();
        readHeader(first);
    }

    /** RFC 1952, 2.3: magic, method, flags, time, extra flags, system, and the optional fields. */
    private void readHeader(int first) throws IOException {
        if (first != 0x1f || next() != 0x8b || next() != 8) {
            throw PackedRefusals.damaged("gzip", "its header is not gzip's");
        }
        int flags = next();
        if ((flags & 0xe0) != 0) {
            throw PackedRefusals.damaged("gzip", "its header has reserved flags set");
        }
        readNumber(6);
        if ((flags & 4) != 0) {
            for (long extra = readNumber(2); extra > 0; extra--) {
                next();
            }
        }
        if ((flags & 8) != 0) {
            skipText();
        }
        if ((flags & 16) != 0) {
            skipText();
        }
        if ((flags & 2) != 0) {
            readNumber(2);
        }
    }

    private void skipText() throws IOException {
        int length = 0;
        while (next() != 0) {
            if (++length > MAX_FIELD) {
                throw PackedRefusals.damaged("gzip", "its header has a name without an end");
            }
        }
    }

    private long readNumber(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) next() << (8 * i);
        }
        return value;
    }

    private int next() throws IOException {
        if (start == end && !fill()) {
            throw PackedRefusals.truncated("gzip");
        }
        return buffer[start++] & 0xff;
    }

    private boolean fill() throws IOException {
        start = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }
}
