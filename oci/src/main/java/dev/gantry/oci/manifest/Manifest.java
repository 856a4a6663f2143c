package dev.gantry.oci.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The manifest of one image for one platform, OCI image specification, manifest.md, or Docker's schema 2.
 *
 * @param layers from the lowest to the highest
 */
public record Manifest(
        MediaType mediaType,
        Descriptor config,
        List<Descriptor> layers,
        Map<String, String> annotations,
        RawDocument raw)
        implements ManifestDocument {
    /** Far above what overlayfs can stack. */
    static final int MAX_LAYERS = 1000;

    public Manifest {
        layers = List.copyOf(layers);
        annotations = Map.copyOf(annotations);
    }

    /** Writes a new OCI manifest; equal arguments make equal bytes. */
    public static Manifest of(Descriptor config, List<Descriptor> layers) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schemaVersion", 2);
        json.put("mediaType", MediaType.OCI_MANIFEST.text());
        json.put("config", config.toJson());
        json.put("layers", layers.stream().map(Descriptor::toJson).toList());
        RawDocument raw = new RawDocument(Json.MAPPER.writeValueAsBytes(json));
        return new Manifest(MediaType.OCI_MANIFEST, config, layers, Map.of(), raw);
    }

    /** Whether it holds an image, and not a chart, a signature or another artifact in an image's clothes. */
    public boolean isImage() {
        return config.is(MediaType.Kind.CONFIG);
    }

    static Manifest read(Json json, MediaType type, RawDocument raw) {
        return new Manifest(
                type,
                Descriptor.read(json.needObject("config", Descriptor.KEYS)),
                json.objects("layers", MAX_LAYERS, Descriptor.KEYS).stream()
                        .map(Descriptor::read)
                        .toList(),
                json.textMap("annotations", Descriptor.MAX_ANNOTATIONS),
                raw);
    }
}
