package dev.gantry.oci.archive;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.digest.VerifyingInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One layer in an archive, compressed or not; its first bytes tell how. */
public final class ArchivedLayer {
    private final MemberIndex members;
    private final String name;
    private final long size;
    private final Optional<Digest> digest;
    private final Digest diffId;

    ArchivedLayer(MemberIndex members, String name, long size, Optional<Digest> digest, Digest diffId) {
        this.members = members;
        this.name = name;
        this.size = size;
        this.digest = digest;
        this.diffId = diffId;
    }

    /** Of the bytes as they lie in the archive; empty when only the unpacked ones have a promised digest. */
    public Optional<Digest> digest() {
        return digest;
    }

    /** The promised digest of the unpacked tar; whoever unpacks it checks it. */
    public Digest diffId() {
        return diffId;
    }

    /** Bytes as they lie in the archive. */
    public long size() {
        return size;
    }

    /** The bytes as they lie in the archive; refused with DIGEST_MISMATCH at the end when they are the wrong ones. */
    public InputStream open() throws IOException {
        InputStream plain = members.open(name);
        return digest.isPresent() ? new VerifyingInputStream(plain, digest.get(), size) : plain;
    }

    @Override
    public String toString() {
        return "layer " + diffId;
    }
}
