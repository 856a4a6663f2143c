package dev.gantry.server.platform.request;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** ETag and If-Match (RFC 9110, 8.8.3 and 13.1.1) over a row's version number. */
public final class Versions {
    private Versions() {}

    public static String etag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * Lets a change go on only when it was made to the version that is there.
     *
     * @param ifMatch the request's header
     * @param tried for the refusal: 428 without the header, 412 when it names another version
     */
    public static void require(@Nullable String ifMatch, long version, String tried) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw new ProblemException(
                    ErrorCode.PRECONDITION_REQUIRED,
                    tried,
                    "the header If-Match is missing",
                    "Read it, and send its ETag as If-Match.");
        }
        String wanted = etag(version);
        for (String each : ifMatch.split(",")) {
            String tag = each.strip();
            if (tag.equals("*") || tag.equals(wanted)) {
                return;
            }
        }
        throw new ProblemException(
                ErrorCode.PRECONDITION_FAILED,
                tried,
                "it was changed after version " + ifMatch.strip() + " was read",
                "Read it again and repeat the change.");
    }
}
