package dev.gantry.server.platform.request;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.time.Duration;
import java.util.Locale;

/**
 * How long a caller waits for long work (the header of RFC 7240).
 *
 * @param upTo how long, 0 to 60 s
 */
public record Prefer(Duration upTo) {
    private static final Duration USUAL = Duration.ofSeconds(5);
    private static final long MOST_SECONDS = 60;

    /** From the header's text; empty means 5 s. Named for Spring, which converts a header by it. */
    public static Prefer valueOf(String header) {
        for (String part : header.split(",")) {
            String preference = part.strip().toLowerCase(Locale.ROOT);
            if (preference.equals("respond-async")) {
                return new Prefer(Duration.ZERO);
            }
            if (preference.startsWith("wait=")) {
                return new Prefer(seconds(preference.substring("wait=".length())));
            }
        }
        return new Prefer(USUAL);
    }

    private static Duration seconds(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new ProblemException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Read the header Prefer",
                    "wait is no number of seconds",
                    "Send wait=0 to wait=60, or respond-async.");
        }
        return Duration.ofSeconds(Math.min(MOST_SECONDS, Long.parseLong(text)));
    }
}
