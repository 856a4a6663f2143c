package dev.gantry.server.repository;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a repository, as the OCI distribution specification spells it ("Pulling manifests"): lower-case words
 * joined by separators, in components joined by slashes.
 *
 * @param text at most 255 characters
 */
public record RepositoryName(@JsonValue String text) {
    private static final Pattern GRAMMAR = Pattern.compile(
            "[a-z0-9]++(?:(?:\\.|_|__|-++)[a-z0-9]++)*+(?:/[a-z0-9]++(?:(?:\\.|_|__|-++)[a-z0-9]++)*+)*+");
    private static final int LONGEST = 255;

    public RepositoryName {
        if (!valid(text)) {
            throw new IllegalArgumentException("no name of a repository");
        }
    }

    /** Empty for a text that follows another grammar. */
    public static Optional<RepositoryName> parse(String text) {
        return valid(text) ? Optional.of(new RepositoryName(text)) : Optional.empty();
    }

    private static boolean valid(String text) {
        return text.length() <= LONGEST && GRAMMAR.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
