package dev.gantry.server.distribution.manifest;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads manifests and indexes as the OCI image specification and Docker's schema 2 have them, of images and of other
 * artifacts. One that could be read as both is refused, as its digest would mean different things to different readers.
 */
final class ManifestReader {
    static final int MAX_PARTS = 1_000;
    private static final Set<String> KEYS = Set.of(
            "schemaVersion", "mediaType", "artifactType", "config", "layers", "manifests", "subject", "annotations");
    private static final Set<String> DESCRIPTOR_KEYS =
            Set.of("mediaType", "digest", "size", "urls", "annotations", "data", "platform", "artifactType");

    private ManifestReader() {}

    /**
     * @param declared the request's Content-Type, null when there was none
     * @throws dev.gantry.server.distribution.protocol.DistributionException with MANIFEST_INVALID
     */
    static ManifestContent read(byte[] bytes, @Nullable String declared) {
        JsonNode json = StrictJson.object(bytes);
        StrictJson.refuseLookalikes(json, KEYS);
        if (json.path("schemaVersion").asInt(0) != 2) {
            throw StrictJson.invalid("schemaVersion is not 2; Docker's schema 1 is no longer taken");
        }
        boolean index = json.has("manifests");
        if (index && (json.has("layers") || json.has("config"))) {
            throw StrictJson.invalid("it has both manifests and layers, so nobody can say what it is");
        }
        MediaType type = type(StrictJson.text(json, "mediaType"), declared, index);
        String artifactType = StrictJson.text(json, "artifactType");
        List<ManifestPart> parts = new ArrayList<>();
        List<String> platforms = new ArrayList<>();
        if (index) {
            for (JsonNode each : list(json, "manifests")) {
                parts.add(part(each, ManifestPart.Kind.CHILD));
                platform(each.path("platform"), platforms);
            }
        } else {
            ManifestPart config = part(json.path("config"), ManifestPart.Kind.CONFIG);
            parts.add(config);
            list(json, "layers").forEach(each -> parts.add(layer(each)));
            artifactType = artifactType == null ? config.mediaType() : artifactType;
        }
        JsonNode subject = json.path("subject");
        Digest about = subject.isMissingNode() || subject.isNull()
                ? null
                : part(subject, ManifestPart.Kind.CHILD).digest();
        return new ManifestContent(type.text(), artifactType, about, StrictJson.annotations(json), parts, platforms);
    }

    private static MediaType type(@Nullable String own, @Nullable String declared, boolean index) {
        String header =
                declared == null ? null : declared.replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (own != null && header != null && !own.equals(header)) {
            throw StrictJson.invalid("it says it is " + own + ", and was announced as " + header);
        }
        String text = own != null ? own : header;
        if (text == null) {
            return index ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST;
        }
        MediaType.Kind kind = index ? MediaType.Kind.INDEX : MediaType.Kind.MANIFEST;
        return MediaType.of(text)
                .filter(type -> type.kind() == kind)
                .orElseThrow(() -> StrictJson.invalid("it is " + (index ? "an index" : "a manifest")
                        + " by its form and " + text + " by its media type; taken are OCI's and Docker's schema 2"));
    }

    private static JsonNode list(JsonNode json, String key) {
        JsonNode list = json.path(key);
        if (!list.isArray() || list.size() > MAX_PARTS) {
            throw StrictJson.invalid(key + " is no list of at most " + MAX_PARTS + " descriptors");
        }
        return list;
    }

    private static ManifestPart layer(JsonNode json) {
        ManifestPart layer = part(json, ManifestPart.Kind.LAYER);
        boolean foreign = MediaType.of(layer.mediaType())
                .filter(type -> type.kind() == MediaType.Kind.FOREIGN_LAYER)
                .isPresent();
        return foreign
                ? new ManifestPart(ManifestPart.Kind.FOREIGN_LAYER, layer.mediaType(), layer.digest(), layer.size())
                : layer;
    }

    private static ManifestPart part(JsonNode json, ManifestPart.Kind kind) {
        if (!json.isObject()) {
            throw StrictJson.invalid("a descriptor is missing or no object");
        }
        StrictJson.refuseLookalikes(json, DESCRIPTOR_KEYS);
        String type = StrictJson.text(json, "mediaType");
        if (type == null) {
            throw StrictJson.invalid("a descriptor has no mediaType");
        }
        return new ManifestPart(kind, type, StrictJson.digest(json), StrictJson.size(json));
    }

    /** Adds "os/architecture[/variant]"; builders mark what is no image as unknown/unknown. */
    static void platform(JsonNode json, List<String> platforms) {
        String os = json.path("os").asString("");
        String architecture = json.path("architecture").asString("");
        String variant = json.path("variant").asString("");
        String text = os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
        if (text.matches("[a-z0-9._-]{1,32}/[a-z0-9._-]{1,32}(/[a-z0-9._-]{1,32})?")
                && !os.equals("unknown")
                && !platforms.contains(text)) {
            platforms.add(text);
        }
    }
}
