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

    /** Positions in a file that is mapped are 31 bits, and the table follows the records. */
    static final long MOST_BYTES = Integer.MAX_VALUE - (64L << 20);

    private IndexFile() {}

    static ByteBuffer header(long count, long tableAt) {
        return ByteBuffer.allocate(HEADER)
                .putLong(MAGIC)
                .putLong(count)
                .putLong(tableAt)
                .flip();
    }

    static RefusedException tooLarge(long most) {
        return exceeded("its index would take more than " + most + " bytes");
    }

    /** @param why with the limit: "it has more than 5 files" */
    static RefusedException exceeded(String why) {
        return new RefusedException(
                RefusalCode.LIMIT_EXCEEDED,
                "index a layer",
                why,
                "build the image with fewer files, or with shorter paths");
    }
}
