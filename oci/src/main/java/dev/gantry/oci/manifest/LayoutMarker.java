package dev.gantry.oci.manifest;

import java.util.Map;
import java.util.Set;

/** The file {@code oci-layout}, OCI image specification, image-layout.md. */
public final class LayoutMarker {
    private LayoutMarker() {}

    /** @throws dev.gantry.oci.refusal.RefusedException with IMAGE_INVALID unless it is of version 1 */
    public static void check(byte[] json) {
        String version =
                Json.parse(json, "oci-layout", Set.of("imageLayoutVersion")).needText("imageLayoutVersion", 64);
        if (!version.startsWith("1.")) {
            throw Json.invalid("oci-layout is of version \"" + Json.shown(version) + "\"; 1.0.0 is read");
        }
    }

    /** Of version 1.0.0, the only one there is. */
    public static byte[] write() {
        return Json.MAPPER.writeValueAsBytes(Map.of("imageLayoutVersion", "1.0.0"));
    }
}
