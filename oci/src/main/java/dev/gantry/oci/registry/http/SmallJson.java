package dev.gantry.oci.registry.http;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The small documents of registries that are about the talk itself: tokens and errors. */
public final class SmallJson {
    /** Bytes of a document, and of any text in it. */
    public static final int MAX_BYTES = 64 << 10;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(MAX_BYTES)
                            .maxTokenCount(2000)
                            .build())
                    .build())
            .build();

    private final JsonNode node;

    private SmallJson(JsonNode node) {
        this.node = node;
    }

    /** Empty for what is no JSON object. */
    public static Optional<SmallJson> parse(byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            return node != null && node.isObject() ? Optional.of(new SmallJson(node)) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    public Optional<String> text(String key) {
        JsonNode value = node.get(key);
        return value != null && value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /** The first of a list of objects. */
    public Optional<SmallJson> first(String key) {
        JsonNode value = node.get(key);
        JsonNode element = value != null && value.isArray() ? value.get(0) : null;
        return element != null && element.isObject() ? Optional.of(new SmallJson(element)) : Optional.empty();
    }
}
