package dev.gantry.server.repository;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A container that was made from an image, or a host that holds the image without any.
 *
 * @param containerId null for a host alone
 * @param containerName null for a host alone
 * @param digest of the manifest that is used
 */
public record ManifestUser(
        @Nullable UUID containerId, @Nullable String containerName, UUID hostId, String hostName, String digest) {

    /** As a refusal names it. */
    String shown() {
        return containerName == null ? "host " + hostName : containerName + " on " + hostName;
    }
}
