package dev.gantry.oci.manifest;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a reference leads to: the manifest of one image, or an index of several. A document that could be read as both is
 * refused, as its digest would mean different things to different readers.
 */
public sealed interface ManifestDocument permits Manifest, Index {
    /** No manifest, index or config with more bytes is read. */
    int MAX_BYTES = Json.MAX_BYTES;

    MediaType mediaType();

    RawDocument raw();

    Map<String, String> annotations();

    /**
     * @param declared the media type that the way to the document promised (a descriptor's, an HTTP header's); null when
     *     there was none
     * @throws dev.gantry.oci.refusal.RefusedException with IMAGE_INVALID
     */
    static ManifestDocument parse(byte[] bytes, @Nullable String declared) {
        Json json = Json.parse(
                bytes,
                "the manifest",
                Set.of("schemaVersion", "mediaType", "config", "layers", "manifests", "annotations", "subject"));
        if (json.has("fsLayers") || json.has("signatures")) {
            throw Json.invalid("the manifest is of Docker's schema 1, which is no longer read");
        }
        if (json.needNumber("schemaVersion") != 2) {
            throw Json.invalid("the manifest's schemaVersion is not 2");
        }
        boolean index = json.has("manifests");
        if (index && (json.has("layers") || json.has("config"))) {
            throw Json.invalid("the manifest has both manifests and layers, so nobody can say what it is");
        }
        MediaType type = type(json.text("mediaType", 255), declared, index);
        RawDocument raw = new RawDocument(bytes);
        return index ? Index.read(json, type, raw) : Manifest.read(json, type, raw);
    }

    private static MediaType type(Optional<String> own, @Nullable String declared, boolean index) {
        if (own.isPresent() && declared != null && !own.get().equals(declared)) {
            throw Json.invalid("the manifest says it is " + Json.shown(own.get()) + " and was announced as "
                    + Json.shown(declared));
        }
        String text = own.isPresent() ? own.get() : declared;
        if (text == null) {
            return index ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST;
        }
        MediaType.Kind kind = index ? MediaType.Kind.INDEX : MediaType.Kind.MANIFEST;
        return MediaType.of(text)
                .filter(type -> type.kind() == kind)
                .orElseThrow(() -> Json.invalid("the document is " + (index ? "an index" : "a manifest")
                        + " by its form and \"" + Json.shown(text) + "\" by its media type"));
    }
}
