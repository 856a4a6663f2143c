package dev.gantry.engine.layer;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.ByteName;

/** The ways in which a layer is refused. */
final class LayerRefusals {
    private LayerRefusals() {}

    /** @param why about the entry: "it lies below a file" */
    static RefusedException invalid(ByteName entry, String why) {
        return new RefusedException(
                RefusalCode.ARCHIVE_INVALID,
                "unpack the layer's entry " + entry,
                why,
                "no honest image holds this; build the image anew, and do not trust where this one came from");
    }

    /** @param why with the limit: "it would make more than 5 directories" */
    static RefusedException exceeded(ByteName entry, String why) {
        return new RefusedException(
                RefusalCode.LIMIT_EXCEEDED,
                "unpack the layer's entry " + entry,
                why,
                "build the image with fewer files, or raise the limit when you trust where it comes from");
    }
}
