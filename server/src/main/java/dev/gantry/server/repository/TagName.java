package dev.gantry.server.repository;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a tag, as the OCI distribution specification spells it. It has no colon, so no tag passes for a digest.
 *
 * @param text 1 to 128 characters
 */
public record TagName(@JsonValue String text) {
    private static final Pattern GRAMMAR = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    public TagName {
        if (!GRAMMAR.matcher(text).matches()) {
            throw new IllegalArgumentException("no name of a tag");
        }
    }

    /** Empty for a text that follows another grammar. */
    public static Optional<TagName> parse(String text) {
        return GRAMMAR.matcher(text).matches() ? Optional.of(new TagName(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
