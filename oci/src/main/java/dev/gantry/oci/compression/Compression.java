package dev.gantry.oci.compression;

import java.util.Arrays;

/** How bytes are packed, told by their first ones. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD,
    /** Recognised in order to be refused by name. */
    BZIP2,
    /** Recognised in order to be refused by name. */
    XZ;

    /** How many first bytes {@link #detect} wants to see. */
    public static final int HEAD_BYTES = 10;

    private static final byte[] BZIP2_BLOCK = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59};

    /** @param length how many bytes of the head are filled; fewer than {@link #HEAD_BYTES} only at the end of the input */
    public static Compression detect(byte[] head, int length) {
        if (starts(head, length, 0x1f, 0x8b, 8)) {
            return GZIP;
        }
        // RFC 8878, 3.1.1 and 3.1.2: a frame, or a frame to be skipped, of which there are sixteen kinds.
        if (starts(head, length, 0x28, 0xb5, 0x2f, 0xfd)
                || (length >= 4 && (head[0] & 0xf0) == 0x50 && head[1] == 0x2a && head[2] == 0x4d && head[3] == 0x18)) {
            return ZSTD;
        }
        if (starts(head, length, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return XZ;
        }
        if (starts(head, length, 'B', 'Z', 'h') && length >= 10 && Arrays.equals(head, 4, 10, BZIP2_BLOCK, 0, 6)) {
            return BZIP2;
        }
        return NONE;
    }

    private static boolean starts(byte[] head, int length, int... magic) {
        if (length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
