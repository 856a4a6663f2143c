package dev.gantry.server.distribution.manifest;

import dev.gantry.oci.digest.Digest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest or an index says.
 *
 * @param artifactType what it is, where it says so, or its config's media type
 * @param subject the manifest that it is about
 * @param platforms that an index names: "linux/arm64/v8"
 */
record ManifestContent(
        String mediaType,
        @Nullable String artifactType,
        @Nullable Digest subject,
        Map<String, String> annotations,
        List<ManifestPart> parts,
        List<String> platforms) {
    ManifestContent {
        annotations = Map.copyOf(annotations);
        parts = List.copyOf(parts);
        platforms = List.copyOf(platforms);
    }

    List<ManifestPart> blobs() {
        return parts.stream().filter(ManifestPart::isBlob).toList();
    }

    List<ManifestPart> children() {
        return parts.stream()
                .filter(part -> part.kind() == ManifestPart.Kind.CHILD)
                .toList();
    }
}
