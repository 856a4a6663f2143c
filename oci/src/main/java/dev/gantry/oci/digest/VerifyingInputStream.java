package dev.gantry.oci.digest;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * Lets bytes pass only as long as they can still be the promised ones. With a known size the last bytes are held back
 * until the digest is right, and nothing is read beyond the size but the one byte that would prove the source too long.
 * Wrong bytes are refused with DIGEST_MISMATCH. Not for several threads.
 */
public final class VerifyingInputStream extends InputStream {
    private static final int SKIPPED_AT_ONCE = 16 << 10;

    private final HashingInputStream in;
    private final Digest expected;
    private final OptionalLong size;
    private final byte[] one = new byte[1];
    private boolean verified;
    private boolean ended;

    /** @param size in bytes */
    public VerifyingInputStream(InputStream in, Digest expected, long size) {
        this(in, expected, OptionalLong.of(size));
    }

    /** For a source of unknown size; the digest is checked when it ends. */
    public VerifyingInputStream(InputStream in, Digest expected) {
        this(in, expected, OptionalLong.empty());
    }

    private VerifyingInputStream(InputStream in, Digest expected, OptionalLong size) {
        this.in = new HashingInputStream(in);
        this.expected = expected;
        this.size = size;
    }

    /** Reads what is left, so that all of it is verified; whoever publishes the bytes calls this before. */
    public void finish() throws IOException {
        byte[] rest = new byte[SKIPPED_AT_ONCE];
        while (!ended) {
            if (read(rest, 0, rest.length) < 0) {
                return;
            }
        }
    }

    /** Bytes so far. */
    public long count() {
        return in.count();
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
        if (ended) {
            return -1;
        }
        long left = size.isPresent() ? size.getAsLong() - in.count() : Long.MAX_VALUE;
        if (left <= 0) {
            end();
            return -1;
        }
        int n = in.read(target, offset, (int) Math.min(length, left));
        if (n < 0) {
            if (size.isPresent()) {
                throw mismatch("it ends after " + in.count() + " of " + size.getAsLong() + " bytes");
            }
            verify();
            ended = true;
        } else if (n == left) {
            verify();
        }
        return n;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void end() throws IOException {
        verify();
        if (in.read() >= 0) {
            throw mismatch("it is longer than the promised " + size.orElse(0) + " bytes");
        }
        ended = true;
    }

    private void verify() {
        if (verified) {
            return;
        }
        Digest actual = in.digest();
        if (!actual.equals(expected)) {
            throw mismatch("its " + in.count() + " bytes have the digest " + actual);
        }
        verified = true;
    }

    private RefusedException mismatch(String why) {
        return new RefusedException(
                RefusalCode.DIGEST_MISMATCH,
                "read the content " + expected,
                why,
                "make or transfer it again; it was changed or damaged on the way");
    }
}
