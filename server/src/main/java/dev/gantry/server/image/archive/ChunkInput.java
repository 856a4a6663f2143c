package dev.gantry.server.image.archive;

import dev.gantry.server.distribution.blob.BlobStore;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;

/** A chunk's bytes: no more than the archive lacks, and only while its disk has room. */
final class ChunkInput extends InputStream {
    private static final long BETWEEN_LOOKS = 32 << 20;
    private static final String TRIED = "Take a chunk of an archive";

    private final InputStream in;
    private final long most;
    private final BlobStore store;
    private final long keepFree;
    private long seen;
    private long looked;
    private boolean broken;

    /** @param most how many bytes the archive lacks */
    ChunkInput(InputStream in, long most, BlobStore store, long keepFree) {
        this.in = in;
        this.most = most;
        this.store = store;
        this.keepFree = keepFree;
    }

    /** Whether the sender is what failed. */
    boolean broken() {
        return broken;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** A refusal leaves nothing of the chunk, a sender that breaks off what it sent. */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (seen - looked >= BETWEEN_LOOKS || seen == 0) {
            looked = seen;
            refuseFullDisk(store, keepFree, TRIED);
        }
        int n;
        try {
            n = in.read(target, offset, length);
        } catch (IOException e) {
            broken = true;
            throw e;
        }
        seen += Math.max(0, n);
        if (seen > most) {
            throw new ProblemException(
                    ErrorCode.LIMIT_EXCEEDED,
                    TRIED,
                    "it goes beyond the archive's end: only " + most + " bytes were left",
                    "Send what is left, or begin again with the file's right size.");
        }
        return n;
    }

    static void refuseFullDisk(BlobStore store, long keepFree, String tried) throws IOException {
        if (store.free() < keepFree) {
            throw new ProblemException(
                    ErrorCode.DISK_FULL,
                    tried,
                    "the server's disk has no room: " + (keepFree >> 20) + " MiB of it stay free",
                    "Discard uploads that nobody goes on with, or give the server a larger disk.");
        }
    }
}
