package dev.gantry.oci.index;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.nio.ByteBuffer;

/** The frame of an index' file, docs/layer-index.md. */
final class IndexFile {
    static final int HEADER = 24;
    static final int ROW = 24;
    /** "GLIX", version 1. */
    static final long MAGIC = 0x474c_4958_0000_0001L;

    private IndexFile() {}

    static ByteBuffer header(long count, long tableAt) {
        return ByteBuffer.allocate(HEADER)
                .putLong(MAGIC)
                .putLong(count)
                .putLong(tableAt)
                .flip();
    }

    static RefusedException tooLarge() {
        return new RefusedException(
                RefusalCode.LIMIT_EXCEEDED,
                "index a layer",
                "its names alone take more than 2 GiB",
                "build the image with fewer files, or with shorter paths");
    }
}
