package dev.gantry.oci.compression;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;

/** How packed bytes that do not unpack are refused. */
final class PackedRefusals {
    private static final String AGAIN = "make or transfer the archive again and compare its size and checksum";

    private PackedRefusals() {}

    static RefusedException truncated(String format) {
        return new RefusedException(
                RefusalCode.ARCHIVE_TRUNCATED, "unpack " + format + " data", "it ends before it should", AGAIN);
    }

    static RefusedException damaged(String format, String why) {
        return new RefusedException(RefusalCode.ARCHIVE_INVALID, "unpack " + format + " data", why, AGAIN);
    }
}
