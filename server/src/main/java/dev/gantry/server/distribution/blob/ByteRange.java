package dev.gantry.server.distribution.blob;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a Range header asks of a blob: RFC 9110, 14.1.2, one range.
 *
 * @param from the first byte's offset
 * @param end behind the last byte
 */
record ByteRange(long from, long end) {
    private static final Pattern ONE = Pattern.compile("bytes=\\s*([0-9]{0,18})\\s*-\\s*([0-9]{0,18})\\s*");

    /** Null when the whole is to be sent: there is no header, or one that may be ignored. */
    static @Nullable ByteRange parse(@Nullable String header, long size) {
        Matcher found = header == null ? null : ONE.matcher(header);
        if (found == null
                || !found.matches()
                || (found.group(1).isEmpty() && found.group(2).isEmpty())) {
            return null;
        }
        if (found.group(1).isEmpty()) {
            long last = Long.parseLong(found.group(2));
            return new ByteRange(last == 0 ? size : Math.max(0, size - last), size);
        }
        long from = Long.parseLong(found.group(1));
        long end = found.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(found.group(2)) + 1);
        return !found.group(2).isEmpty() && Long.parseLong(found.group(2)) < from ? null : new ByteRange(from, end);
    }

    /** Whether the blob has a byte of it. */
    boolean satisfiable(long size) {
        return from < size;
    }

    long length() {
        return end - from;
    }
}
