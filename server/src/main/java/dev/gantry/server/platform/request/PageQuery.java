package dev.gantry.server.platform.request;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted. A cursor is the key of a page's last row behind a mark, in base64url. The mark is made
 * of the list's name and the key, so that mistyped text or another list's cursor is refused; it is no secret, as who
 * forges one only begins to read elsewhere in what he may read anyway.
 *
 * @param list which list it is; a cursor serves for its own only
 * @param limit rows on a page, 1 to 200
 * @param after the key behind which the page begins, null for the first page
 */
public record PageQuery(String list, int limit, @Nullable String after) {
    private static final int MOST = 200;
    private static final int USUAL = 50;
    /** In bytes. */
    private static final int MARK = 6;

    /**
     * From the parameters `limit` and `cursor`.
     *
     * <p>Errors with INVALID_ARGUMENT for a limit out of bounds and CURSOR_INVALID for a cursor that no page of this list
     * ended with.
     */
    public static PageQuery of(String list, @Nullable Integer limit, @Nullable String cursor) {
        int rows = limit == null ? USUAL : limit;
        if (rows < 1 || rows > MOST) {
            throw new ProblemException(
                    ErrorCode.INVALID_ARGUMENT, tried(list), "limit is " + rows, "Ask for 1 to 200 rows.");
        }
        return new PageQuery(list, rows, cursor == null || cursor.isEmpty() ? null : decode(list, cursor));
    }

    /** The cursor's key where it is an id. */
    public @Nullable UUID afterId() {
        return after == null ? null : id(after);
    }

    /** An id that is the key or a part of it. */
    public UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw badCursor(list);
        }
    }

    /** One row more than the page has, so that the reader sees whether there is a next page. */
    public int oneMore() {
        return limit + 1;
    }

    /** The cursor of the page that begins behind this key. */
    public String cursor(String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(mark(list, text), MARK + text.length);
        System.arraycopy(text, 0, all, MARK, text.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    private static String decode(String list, String cursor) {
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw badCursor(list);
        }
        byte[] text = Arrays.copyOfRange(all, Math.min(MARK, all.length), all.length);
        if (!Arrays.equals(mark(list, text), Arrays.copyOf(all, MARK))) {
            throw badCursor(list);
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private static byte[] mark(String list, byte[] key) {
        MessageDigest sha = Digest.sha256();
        sha.update((list + "\n").getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(sha.digest(key), MARK);
    }

    private static ProblemException badCursor(String list) {
        return new ProblemException(
                ErrorCode.CURSOR_INVALID,
                tried(list),
                "the cursor is none that a page of this list ended with",
                "Take \"next\" of the page before as it is, or leave the cursor out for the first page.");
    }

    private static String tried(String list) {
        return "Read the list of " + list;
    }
}
