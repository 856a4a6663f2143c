package dev.gantry.oci.manifest;

import dev.gantry.oci.digest.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Points to a document or blob by its digest, OCI image specification, descriptor.md.
 *
 * @param mediaType of any kind, also unknown ones; see {@link #known()}
 * @param size in bytes
 * @param platform what a manifest in an index runs on
 */
public record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        Optional<ImageConfig.Platform> platform,
        Map<String, String> annotations) {
    static final Set<String> KEYS =
            Set.of("mediaType", "digest", "size", "platform", "annotations", "urls", "data", "artifactType");
    static final int MAX_ANNOTATIONS = 1000;

    public Descriptor {
        annotations = Map.copyOf(annotations);
    }

    public static Descriptor of(MediaType mediaType, Digest digest, long size) {
        return new Descriptor(mediaType.text(), digest, size, Optional.empty(), Map.of());
    }

    public static Descriptor of(MediaType mediaType, RawDocument document) {
        return of(mediaType, document.digest(), document.size());
    }

    public Optional<MediaType> known() {
        return MediaType.of(mediaType);
    }

    public boolean is(MediaType.Kind kind) {
        return known().filter(type -> type.kind() == kind).isPresent();
    }

    static Descriptor read(Json json) {
        long size = json.needNumber("size");
        if (size < 0) {
            throw Json.invalid(json.at("size") + " is negative");
        }
        return new Descriptor(
                json.needText("mediaType", 255),
                json.needDigest("digest"),
                size,
                json.has("platform")
                        ? Optional.of(ConfigReader.platform(json.object("platform", ConfigReader.PLATFORM_KEYS)))
                        : Optional.empty(),
                json.textMap("annotations", MAX_ANNOTATIONS));
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mediaType", mediaType);
        json.put("digest", digest.toString());
        json.put("size", size);
        if (!annotations.isEmpty()) {
            json.put("annotations", new TreeMap<>(annotations));
        }
        platform.ifPresent(p -> json.put("platform", ConfigWriter.platform(p)));
        return json;
    }
}
