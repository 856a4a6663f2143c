package dev.gantry.server.agentlink;

import dev.gantry.protocol.facts.Problem;
import org.jspecify.annotations.Nullable;

/** Bounds texts of agents before they reach rows and people. */
public final class Sanitized {
    private static final int MAX_CODE = 64;
    private static final int MAX_TEXT = 4_000;

    private Sanitized() {}

    public static Problem problem(Problem given) {
        return new Problem(
                text(given.code(), MAX_CODE),
                text(given.tried(), MAX_TEXT),
                text(given.why(), MAX_TEXT),
                text(given.action(), MAX_TEXT));
    }

    /** At most so many characters; no control characters but line ends and tabs, which Postgres and terminals would trip over. */
    public static String text(@Nullable String given, int most) {
        if (given == null) {
            return "";
        }
        String cut = given.length() > most ? given.substring(0, most) + "…" : given;
        return cut.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "\uFFFD");
    }
}
