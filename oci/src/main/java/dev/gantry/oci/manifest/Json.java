package dev.gantry.oci.manifest;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One object of a document of an image, read strictly: bounded in size, depth and number of values, no key twice, no key
 * that other readers would take for another (some ignore case). All refusals are IMAGE_INVALID and name the place.
 */
final class Json {
    /** The OCI distribution specification, "Pushing manifests", asks for 4 MiB at least; others stop there, too. */
    static final int MAX_BYTES = 4 << 20;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(MAX_BYTES)
                            .maxNumberLength(64)
                            .maxNameLength(64 << 10)
                            .maxTokenCount(200_000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String place;
    private final JsonNode node;

    private Json(String place, JsonNode node, Set<String> known) {
        this.place = place;
        this.node = node;
        if (!node.isObject()) {
            throw invalid(place + " is no JSON object");
        }
        for (String key : node.propertyNames()) {
            if (!known.contains(key) && known.stream().anyMatch(key::equalsIgnoreCase)) {
                throw invalid(place + " has the key \"" + shown(key) + "\", which some readers take for another");
            }
        }
    }

    /**
     * @param what the document: "the manifest"
     * @param known keys of the top object that will be asked for
     */
    static Json parse(byte[] bytes, String what, Set<String> known) {
        return new Json(what, tree(bytes, what), known);
    }

    /** Like {@link #parse} for a document that is a list of objects. */
    static List<Json> parseList(byte[] bytes, String what, int max, Set<String> known) {
        JsonNode array = tree(bytes, what);
        if (!array.isArray() || array.size() > max) {
            throw invalid(what + " is no list of at most " + max + " elements");
        }
        List<Json> list = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            list.add(new Json(what + "[" + i + "]", array.get(i), known));
        }
        return list;
    }

    private static JsonNode tree(byte[] bytes, String what) {
        if (bytes.length > MAX_BYTES) {
            throw invalid(what + " has " + bytes.length + " bytes; at most " + MAX_BYTES + " are read");
        }
        try {
            return MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            throw invalid(what + " is no valid JSON: " + shown(String.valueOf(e.getOriginalMessage())));
        }
    }

    static RefusedException invalid(String why) {
        return new RefusedException(
                RefusalCode.IMAGE_INVALID,
                "read the description of an image",
                why,
                "build the image again with a tool that follows the OCI image specification");
    }

    boolean has(String key) {
        JsonNode value = node.get(key);
        return value != null && !value.isNull();
    }

    /** @return empty when missing or null */
    Optional<String> text(String key, int maxLength) {
        if (!has(key)) {
            return Optional.empty();
        }
        return Optional.of(text(node.get(key), at(key), maxLength));
    }

    String needText(String key, int maxLength) {
        return text(key, maxLength).orElseThrow(() -> invalid(at(key) + " is missing"));
    }

    long needNumber(String key) {
        JsonNode value = node.get(key);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw invalid(at(key) + " is missing or no whole number");
        }
        return value.longValue();
    }

    boolean flag(String key) {
        if (has(key) && !node.get(key).isBoolean()) {
            throw invalid(at(key) + " is neither true nor false");
        }
        return has(key) && node.get(key).booleanValue();
    }

    Digest needDigest(String key) {
        return digest(needText(key, 200), at(key));
    }

    private static Digest digest(String text, String place) {
        try {
            return Digest.parse(text);
        } catch (RefusedException e) {
            throw invalid(place + " is \"" + shown(text) + "\", not sha256: and 64 lower-case hex digits");
        }
    }

    Optional<Instant> time(String key) {
        return text(key, 64).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw invalid(at(key) + " is \"" + shown(text) + "\", not a time such as 2026-01-31T12:00:00Z");
            }
        });
    }

    /** @return an empty object when missing or null */
    Json object(String key, Set<String> known) {
        return new Json(at(key), has(key) ? node.get(key) : MAPPER.createObjectNode(), known);
    }

    Json needObject(String key, Set<String> known) {
        if (!has(key)) {
            throw invalid(at(key) + " is missing");
        }
        return object(key, known);
    }

    List<Json> objects(String key, int max, Set<String> known) {
        return list(key, max, (element, where) -> new Json(where, element, known));
    }

    List<String> texts(String key, int max, int maxLength) {
        return list(key, max, (element, where) -> text(element, where, maxLength));
    }

    List<Digest> digests(String key, int max) {
        return list(key, max, (element, where) -> digest(text(element, where, 200), where));
    }

    private <T> List<T> list(String key, int max, BiFunction<JsonNode, String, T> read) {
        if (!has(key)) {
            return List.of();
        }
        JsonNode array = node.get(key);
        if (!array.isArray()) {
            throw invalid(at(key) + " is no list");
        }
        if (array.size() > max) {
            throw invalid(at(key) + " has " + array.size() + " elements; at most " + max + " are read");
        }
        List<T> list = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            list.add(read.apply(array.get(i), at(key) + "[" + i + "]"));
        }
        return List.copyOf(list);
    }

    /** Values that are null count as empty text. */
    Map<String, String> textMap(String key, int max) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String name : keys(key, max)) {
            JsonNode value = node.get(key).get(name);
            map.put(name, value.isNull() ? "" : text(value, at(key) + "." + shown(name), MAX_BYTES));
        }
        return Map.copyOf(map);
    }

    /** The keys of an object whose values do not matter. */
    List<String> keys(String key, int max) {
        if (!has(key)) {
            return List.of();
        }
        JsonNode object = node.get(key);
        if (!object.isObject()) {
            throw invalid(at(key) + " is no JSON object");
        }
        if (object.size() > max) {
            throw invalid(at(key) + " has " + object.size() + " members; at most " + max + " are read");
        }
        return List.copyOf(object.propertyNames());
    }

    String at(String key) {
        return place + "." + key;
    }

    private static String text(JsonNode value, String place, int maxLength) {
        if (!value.isString()) {
            throw invalid(place + " is no text");
        }
        String text = value.stringValue();
        if (text.length() > maxLength) {
            throw invalid(place + " has " + text.length() + " characters; at most " + maxLength + " are read");
        }
        if (text.indexOf('\0') >= 0) {
            throw invalid(place + " holds a NUL character");
        }
        return text;
    }

    /** For messages: short and without control characters. */
    static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > 100 ? clean.substring(0, 100) + "…" : clean;
    }
}
