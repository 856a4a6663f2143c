package dev.gantry.server.distribution.manifest;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.server.distribution.protocol.DistributionCode;
import dev.gantry.server.distribution.protocol.DistributionException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what strangers wrote: bounded in depth and number of values, no key twice, none that differs by case alone. */
final class StrictJson {
    static final int MAX_BYTES = 4 << 20;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_VALUES = 100_000;
    private static final int MAX_ANNOTATIONS = 1_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_BYTES)
                            .maxNumberLength(32)
                            .maxTokenCount(MAX_VALUES)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /** Errors with MANIFEST_INVALID. */
    static JsonNode object(byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            String why = String.valueOf(e.getOriginalMessage());
            throw new DistributionException(
                    DistributionCode.MANIFEST_INVALID,
                    DistributionCode.MANIFEST_INVALID.status(),
                    "the manifest can't be read: " + why.substring(0, Math.min(300, why.length())),
                    e);
        }
        throw invalid("the manifest is no JSON object");
    }

    /** Refuses a key that some readers, who ignore case, take for one of these. */
    static void refuseLookalikes(JsonNode object, Set<String> known) {
        for (String key : object.propertyNames()) {
            if (!known.contains(key) && known.stream().anyMatch(key::equalsIgnoreCase)) {
                throw invalid("the key " + key + " differs from one of the specification by case alone");
            }
        }
    }

    static @Nullable String text(JsonNode object, String key) {
        JsonNode value = object.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()
                || value.asString().length() > 255
                || value.asString().chars().anyMatch(Character::isISOControl)) {
            throw invalid(key + " is no plain text of at most 255 characters");
        }
        return value.asString().isEmpty() ? null : value.asString();
    }

    static long size(JsonNode object) {
        JsonNode value = object.path("size");
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
            throw invalid("a descriptor's size is a number of bytes, 0 or more");
        }
        return value.asLong();
    }

    static Digest digest(JsonNode object) {
        try {
            return Digest.parse(object.path("digest").asString(""));
        } catch (RefusedException e) {
            throw invalid("a descriptor's digest is sha256: and 64 lower-case hex digits");
        }
    }

    static Map<String, String> annotations(JsonNode object) {
        JsonNode node = object.path("annotations");
        if (node.isMissingNode() || node.isNull()) {
            return Map.of();
        }
        if (!node.isObject() || node.size() > MAX_ANNOTATIONS) {
            throw invalid("annotations are at most " + MAX_ANNOTATIONS + " texts by name");
        }
        Map<String, String> all = new LinkedHashMap<>();
        node.properties().forEach(each -> {
            if (!each.getValue().isString()) {
                throw invalid("an annotation is a text");
            }
            // What no row of the database can hold.
            all.put(each.getKey().replace("\0", ""), each.getValue().asString().replace("\0", ""));
        });
        return all;
    }

    static DistributionException invalid(String message) {
        return new DistributionException(DistributionCode.MANIFEST_INVALID, message);
    }
}
