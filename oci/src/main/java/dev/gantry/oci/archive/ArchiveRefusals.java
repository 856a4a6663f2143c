package dev.gantry.oci.archive;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.ByteName;

/** How archives that hold no usable image are refused. */
final class ArchiveRefusals {
    private static final String TRIED = "read an image archive";

    private ArchiveRefusals() {}

    /** @param seen what the file is instead, as a sentence */
    static RefusedException unknown(String seen) {
        return new RefusedException(
                RefusalCode.IMAGE_FORMAT_UNKNOWN,
                TRIED,
                seen,
                "send what docker save, podman save or skopeo copy to oci-archive: wrote, or a tar archive of a root"
                        + " file system; gzip, zstd or not compressed");
    }

    static RefusedException invalid(RefusalCode code, String why) {
        return new RefusedException(code, TRIED, why, "export the image again with docker save, podman save or skopeo");
    }

    /** Text out of an archive, for people. */
    static String shown(String text) {
        return ByteName.of(text).toString();
    }
}
