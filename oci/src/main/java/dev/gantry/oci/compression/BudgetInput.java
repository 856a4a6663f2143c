package dev.gantry.oci.compression;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends a decompression that yields more than its budgets allow. */
final class BudgetInput extends FilterInputStream {
    private final CountingInput packed;
    private final DecompressionLimits limits;
    private long unpacked;

    BudgetInput(InputStream plain, CountingInput packed, DecompressionLimits limits) {
        super(plain);
        this.packed = packed;
        this.limits = limits;
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        spend(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = in.read(target, offset, length);
        spend(Math.max(0, n));
        return n;
    }

    @Override
    public long skip(long length) throws IOException {
        long n = in.skip(length);
        spend(n);
        return n;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            packed.close();
        }
    }

    private void spend(long n) {
        unpacked += n;
        if (unpacked > limits.maxOutputBytes()) {
            throw exceeded("it unpacks to more than " + limits.maxOutputBytes() + " bytes");
        }
        if (unpacked > limits.ratioFreeBytes() && unpacked / limits.maxRatio() > packed.count()) {
            throw exceeded("it unpacks to more than " + limits.maxRatio() + " times its size, as only a bomb does");
        }
    }

    private static RefusedException exceeded(String why) {
        return new RefusedException(
                RefusalCode.LIMIT_EXCEEDED,
                "unpack an archive",
                why,
                "send it uncompressed or in smaller layers, or raise the limit when you trust where it comes from");
    }
}
