package dev.gantry.protocol.wish;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Immutable copies of what a message brings; an absent collection is an empty one, an element may not be null. */
public final class Copies {
    private Copies() {}

    public static <T> List<T> list(@Nullable List<T> given) {
        return given == null ? List.of() : List.copyOf(given);
    }

    /** Keeps the order in which the entries were written. */
    public static Map<String, String> map(@Nullable Map<String, String> given) {
        if (given == null) {
            return Map.of();
        }
        Map<String, String> copy = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            if (key == null || value == null) {
                throw new IllegalArgumentException("a map has a null as key or value");
            }
            copy.put(key, value);
        });
        return Collections.unmodifiableMap(copy);
    }
}
