package dev.gantry.server.distribution.manifest;

import dev.gantry.oci.digest.Digest;

/**
 * What a manifest points to.
 *
 * @param size in bytes
 */
record ManifestPart(Kind kind, String mediaType, Digest digest, long size) {

    enum Kind {
        CONFIG,
        LAYER,
        /** A part of Windows' base images, which stays with its maker. */
        FOREIGN_LAYER,
        /** A manifest of an index. */
        CHILD
    }

    boolean isBlob() {
        return kind == Kind.CONFIG || kind == Kind.LAYER;
    }
}
