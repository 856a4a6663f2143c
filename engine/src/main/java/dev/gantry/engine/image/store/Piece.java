package dev.gantry.engine.image.store;

import dev.gantry.oci.digest.Digest;

/**
 * One thing that lies on the disk once, however many images need it.
 *
 * @param digest of the content, the diff ID of the layer, or the manifest of the image whose record it is
 */
public record Piece(Kind kind, Digest digest) {
    public enum Kind {
        /** Bytes as a registry or an archive has them: a manifest, a config, a layer that is mostly compressed. */
        CONTENT,
        /** An unpacked layer. */
        LAYER,
        /** An image's own file. */
        RECORD
    }

    public static Piece content(Digest digest) {
        return new Piece(Kind.CONTENT, digest);
    }

    public static Piece layer(Digest diffId) {
        return new Piece(Kind.LAYER, diffId);
    }

    public static Piece record(Digest manifest) {
        return new Piece(Kind.RECORD, manifest);
    }
}
