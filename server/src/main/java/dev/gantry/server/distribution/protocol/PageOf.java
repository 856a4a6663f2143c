package dev.gantry.server.distribution.protocol;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted: OCI distribution specification, "Listing Tags".
 *
 * @param most 0 to 1000
 * @param last the entry behind which it begins; empty for the beginning
 */
public record PageOf(int most, String last) {
    private static final int MOST = 1000;

    /** From the parameters n and last. Errors with PAGINATION_NUMBER_INVALID. */
    public static PageOf parse(@Nullable String n, @Nullable String last) {
        String after = last == null ? "" : last.substring(0, Math.min(last.length(), 255));
        if (n == null || n.isEmpty()) {
            return new PageOf(MOST, after);
        }
        if (!n.matches("[0-9]{1,9}")) {
            throw new DistributionException(
                    DistributionCode.PAGINATION_NUMBER_INVALID, "n is how many entries are wanted, 0 or more");
        }
        return new PageOf(Math.min(MOST, Integer.parseInt(n)), after);
    }

    /** Rows to read: one more than wanted says whether there is a next page. */
    public int rows() {
        return most + 1;
    }

    public List<String> cut(List<String> rows) {
        return rows.size() > most ? rows.subList(0, most) : rows;
    }

    /** The Link header for the next page, null on the last. */
    public @Nullable String next(List<String> rows, String path) {
        if (most == 0 || rows.size() <= most) {
            return null;
        }
        String from = URLEncoder.encode(rows.get(most - 1), StandardCharsets.UTF_8);
        return "<" + path + "?n=" + most + "&last=" + from + ">; rel=\"next\"";
    }
}
