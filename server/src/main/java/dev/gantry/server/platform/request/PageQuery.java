package dev.gantry.server.platform.request;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted.
 *
 * @param limit rows on a page, 1 to 200
 * @param after the key behind which the page begins, null for the first page
 */
public record PageQuery(int limit, @Nullable String after) {
    private static final int MOST = 200;
    private static final int USUAL = 50;

    /** From the parameters `limit` and `cursor`. */
    public static PageQuery of(@Nullable Integer limit, @Nullable String cursor) {
        int rows = limit == null ? USUAL : limit;
        if (rows < 1 || rows > MOST) {
            throw new ProblemException(
                    ErrorCode.INVALID_ARGUMENT, "Read a list", "limit is " + rows, "Ask for 1 to 200 rows.");
        }
        return new PageQuery(rows, cursor == null || cursor.isEmpty() ? null : decode(cursor));
    }

    /** The cursor's key where it is an id. */
    public @Nullable UUID afterId() {
        if (after == null) {
            return null;
        }
        try {
            return UUID.fromString(after);
        } catch (IllegalArgumentException e) {
            throw badCursor(e);
        }
    }

    /** One row more than the page has, so that the reader sees whether there is a next page. */
    public int oneMore() {
        return limit + 1;
    }

    public static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw badCursor(e);
        }
    }

    private static ProblemException badCursor(Throwable cause) {
        return new ProblemException(
                ErrorCode.INVALID_ARGUMENT,
                "Read a list",
                "the cursor is none that this server gave",
                "Take the cursor from the page before, or leave it out.",
                java.util.Map.of(),
                cause);
    }
}
