package dev.gantry.server.host;

import dev.gantry.server.platform.problem.ProblemException;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a host may be called. */
final class HostNames {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}");
    private static final int LONGEST_STEM = 56;

    private HostNames() {}

    static void check(String tried, @Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw ProblemException.ofFields(
                    tried,
                    Map.of("name", "must have 1 to 63 letters, digits, _ . or -, beginning with a letter or digit"),
                    null);
        }
    }

    /** A free name as near as can be to the one an agent proposes, which may be anything at all. */
    static String free(@Nullable String proposed, Predicate<String> taken) {
        String stem = proposed == null
                ? ""
                : proposed.replaceAll("[^a-zA-Z0-9_.-]+", "-").replaceAll("^[^a-zA-Z0-9]+", "");
        stem = stem.length() > LONGEST_STEM ? stem.substring(0, LONGEST_STEM) : stem;
        stem = stem.isEmpty() ? "host" : stem;
        String name = stem;
        for (int n = 2; taken.test(name); n++) {
            name = stem + "-" + n;
        }
        return name;
    }
}
