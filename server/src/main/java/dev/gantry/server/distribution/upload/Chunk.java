package dev.gantry.server.distribution.upload;

import dev.gantry.server.distribution.protocol.DistributionCode;
import dev.gantry.server.distribution.protocol.DistributionException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/**
 * What a request says of the bytes that it brings.
 *
 * @param from the offset of the first byte, where it is told
 * @param length how many there are, where it is told
 */
record Chunk(OptionalLong from, OptionalLong length) {
    /** As in "Pushing a blob in chunks": no unit, and the last byte belongs to it. Some clients write the unit. */
    private static final Pattern RANGE =
            Pattern.compile("(?:bytes[ =])?([0-9]{1,18})-([0-9]{1,18})(?:/(?:[0-9]{1,18}|\\*))?");

    /** From Content-Range and Content-Length. Errors with SIZE_INVALID when they contradict each other. */
    static Chunk of(HttpServletRequest request) {
        long stated = request.getContentLengthLong();
        OptionalLong length = stated < 0 ? OptionalLong.empty() : OptionalLong.of(stated);
        String header = request.getHeader(HttpHeaders.CONTENT_RANGE);
        if (header == null) {
            return new Chunk(OptionalLong.empty(), length);
        }
        Matcher found = RANGE.matcher(header.strip());
        if (!found.matches()) {
            throw invalid("Content-Range is <first byte>-<last byte>, as in 0-1023");
        }
        long first = Long.parseLong(found.group(1));
        long promised = Long.parseLong(found.group(2)) - first + 1;
        if (length.isPresent() && length.getAsLong() == 0 && promised <= 1) {
            return new Chunk(OptionalLong.of(first), length);
        }
        if (promised < 1 || (length.isPresent() && length.getAsLong() != promised)) {
            throw invalid("Content-Range " + first + "-" + (first + promised - 1) + " has " + promised
                    + " bytes and the body " + stated);
        }
        return new Chunk(OptionalLong.of(first), OptionalLong.of(promised));
    }

    static DistributionException invalid(String message) {
        return new DistributionException(DistributionCode.SIZE_INVALID, message);
    }
}
