package dev.gantry.oci.archive;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusedException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names inside an OCI layout: where blobs lie, and what images are called. */
final class LayoutNames {
    private static final String CONTAINERD_NAME = "io.containerd.image.name";
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private LayoutNames() {}

    static String blob(Digest digest) {
        return "blobs/sha256/" + digest.hex();
    }

    /**
     * containerd and Docker write the whole name beside the specified annotation, which then holds the tag only; skopeo
     * and podman write the whole name into that one. A lone word could be either, so it names nothing.
     */
    static Optional<Reference> of(Map<String, String> annotations) {
        Optional<Reference> whole = parse(annotations.get(CONTAINERD_NAME));
        if (whole.isPresent()) {
            return whole;
        }
        return parse(annotations.get(REF_NAME));
    }

    private static Optional<Reference> parse(@Nullable String text) {
        if (text == null || (text.indexOf('/') < 0 && text.indexOf(':') < 0)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Reference.parse(text));
        } catch (RefusedException e) {
            // The specification allows names that no registry has.
            return Optional.empty();
        }
    }
}
