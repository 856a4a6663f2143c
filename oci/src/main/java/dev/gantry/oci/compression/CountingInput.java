package dev.gantry.oci.compression;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read; the count may be asked for by another thread. */
final class CountingInput extends FilterInputStream {
    private volatile long count;

    CountingInput(InputStream in) {
        super(in);
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        add(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = in.read(target, offset, length);
        add(n);
        return n;
    }

    @Override
    public long skip(long length) throws IOException {
        long n = in.skip(length);
        add(n);
        return n;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Only the one reader writes, so reading and writing need not be one step. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void add(long n) {
        if (n > 0) {
            count += n;
        }
    }
}
