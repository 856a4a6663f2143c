package dev.gantry.oci.digest;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Hashes and counts all bytes that pass. Not for several threads. */
public final class HashingOutputStream extends FilterOutputStream {
    private final MessageDigest hash = Digest.ofStream();
    private long count;

    public HashingOutputStream(OutputStream out) {
        super(out);
    }

    /** Of the bytes so far; may be asked for once, when writing is over. */
    public Digest digest() {
        return Digest.finish(hash.digest());
    }

    /** Bytes so far. */
    public long count() {
        return count;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        hash.update((byte) b);
        count++;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        out.write(source, offset, length);
        hash.update(source, offset, length);
        count += length;
    }
}
