package dev.gantry.engine.layer;

import dev.gantry.engine.kernel.file.KernelException;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.TarEntry;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which extended attributes of an archive reach the disk. Kept: the user's, file capabilities, access control lists.
 * Refused: {@code trusted.*} and overlayfs' own, through which a layer could reach into others. Left out: what belongs
 * to the security modules of the host that made the archive.
 */
final class Xattrs {
    private Xattrs() {}

    static Map<String, byte[]> kept(TarEntry entry) {
        if (entry.xattrs().isEmpty()) {
            return Map.of();
        }
        Map<String, byte[]> kept = new TreeMap<>();
        entry.xattrs().forEach((key, value) -> {
            if (key.startsWith("trusted.") || key.contains(".overlay.")) {
                throw LayerRefusals.invalid(
                        entry.name(), "it sets the attribute " + ByteName.of(key) + ", which overlayfs obeys");
            }
            if (isKept(key)) {
                kept.put(key, value);
            }
        });
        return kept;
    }

    static boolean isKept(String key) {
        return key.startsWith("user.") || key.equals("security.capability") || key.startsWith("system.posix_acl_");
    }

    static RefusedException refused(TarEntry entry, String key, KernelException e) {
        if (e.isDiskFull()) {
            return e.refused("unpack a layer");
        }
        RefusedException refusal = LayerRefusals.invalid(
                entry.name(), "the kernel does not take its attribute " + ByteName.of(key) + " (" + e + ")");
        refusal.addSuppressed(e);
        return refusal;
    }
}
