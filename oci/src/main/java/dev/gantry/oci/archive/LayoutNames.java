package dev.gantry.oci.archive;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusedException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names inside an OCI layout: where blobs lie, and what images are called. */
public final class LayoutNames {
    public static final String INDEX = "index.json";
    public static final String MARKER = "oci-layout";
    /** Of a {@code docker save} archive. */
    public static final String DOCKER_MANIFEST = "manifest.json";

    private static final String CONTAINERD_NAME = "io.containerd.image.name";
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private LayoutNames() {}

    public static String blob(Digest digest) {
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

    /** What an index says of an image with this name, read by all of these tools. */
    public static Map<String, String> annotations(Reference name) {
        return Map.of(CONTAINERD_NAME, name.toString(), REF_NAME, name.tag().orElseGet(name::toString));
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
