package dev.gantry.oci.tar;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;

/** The ways in which an archive is refused, in words for the person who sent it. */
final class TarRefusals {
    private static final String AGAIN = "make or transfer the archive again and compare its size and checksum";

    private TarRefusals() {}

    static RefusedException truncated(String where) {
        return new RefusedException(
                RefusalCode.ARCHIVE_TRUNCATED, "read a tar archive", "it ends " + where + ", before it should", AGAIN);
    }

    /** @param why a sentence about the archive */
    static RefusedException damaged(String why) {
        return new RefusedException(RefusalCode.ARCHIVE_INVALID, "read a tar archive", why, AGAIN);
    }

    /** For what is no damage: somebody made it like this. */
    static RefusedException refused(String why, String action) {
        return new RefusedException(RefusalCode.ARCHIVE_INVALID, "read a tar archive", why, action);
    }

    static RefusedException limit(String what, long allowed) {
        return new RefusedException(
                RefusalCode.LIMIT_EXCEEDED,
                "read a tar archive",
                what + ", and the limit is " + allowed,
                "make the archive smaller, or raise the limit when you trust where it comes from");
    }
}
