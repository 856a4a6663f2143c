package dev.gantry.server.distribution.manifest;

import dev.gantry.oci.digest.Digest;

/** A manifest's very bytes, which its digest speaks of. */
record StoredManifest(Digest digest, String mediaType, byte[] bytes) {}
