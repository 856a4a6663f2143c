package dev.gantry.server.distribution.manifest;

import dev.gantry.oci.digest.Digest;
import java.time.Instant;
import java.util.List;

/**
 * A manifest that is pushed.
 *
 * @param bytes as they were sent, which the digest speaks of
 * @param platforms that it runs on, as far as it says
 * @param depth 0 for a manifest, 1 for an index of manifests, 2 for an index of such indexes
 * @param imageBytes of config and layers, of an index over all its manifests
 */
record NewManifest(
        Digest digest,
        byte[] bytes,
        ManifestContent content,
        List<String> platforms,
        int depth,
        long imageBytes,
        Instant at,
        String by) {}
