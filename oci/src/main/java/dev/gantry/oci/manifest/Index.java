package dev.gantry.oci.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several manifests, usually one for each platform: OCI image specification, image-index.md, or Docker's manifest list. */
public record Index(MediaType mediaType, List<Descriptor> manifests, Map<String, String> annotations, RawDocument raw)
        implements ManifestDocument {
    public static final int MAX_MANIFESTS = 1000;

    public Index {
        manifests = List.copyOf(manifests);
        annotations = Map.copyOf(annotations);
    }

    /** Writes a new OCI index; equal arguments make equal bytes. */
    public static Index of(List<Descriptor> manifests) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schemaVersion", 2);
        json.put("mediaType", MediaType.OCI_INDEX.text());
        json.put("manifests", manifests.stream().map(Descriptor::toJson).toList());
        RawDocument raw = new RawDocument(Json.MAPPER.writeValueAsBytes(json));
        return new Index(MediaType.OCI_INDEX, manifests, Map.of(), raw);
    }

    static Index read(Json json, MediaType type, RawDocument raw) {
        return new Index(
                type,
                json.objects("manifests", MAX_MANIFESTS, Descriptor.KEYS).stream()
                        .map(Descriptor::read)
                        .toList(),
                json.textMap("annotations", Descriptor.MAX_ANNOTATIONS),
                raw);
    }
}
