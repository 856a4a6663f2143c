package dev.gantry.oci.digest;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Hashes and counts all bytes that pass, also those that are skipped. Not for several threads. */
public final class HashingInputStream extends InputStream {
    private final InputStream in;
    private final MessageDigest hash = Digest.ofStream();
    private final byte[] one = new byte[1];
    private long count;

    public HashingInputStream(InputStream in) {
        this.in = in;
    }

    /** Of the bytes so far; may be asked for once, when reading is over. */
    public Digest digest() {
        return Digest.finish(hash.digest());
    }

    /** Bytes so far. */
    public long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = in.read(target, offset, length);
        if (n > 0) {
            hash.update(target, offset, n);
            count += n;
        }
        return n;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
