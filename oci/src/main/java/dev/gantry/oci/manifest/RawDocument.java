package dev.gantry.oci.manifest;

import dev.gantry.oci.digest.Digest;
import java.util.Arrays;

/** The very bytes of a document. A digest speaks of them, so they are kept, and never written anew from what was parsed. */
public final class RawDocument {
    private final byte[] bytes;
    private final Digest digest;

    public RawDocument(byte[] bytes) {
        this.bytes = bytes.clone();
        this.digest = Digest.of(bytes);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public Digest digest() {
        return digest;
    }

    public long size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawDocument document && Arrays.equals(bytes, document.bytes);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return digest + " (" + bytes.length + " bytes)";
    }
}
