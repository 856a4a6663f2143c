package dev.gantry.oci.tar;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of a PAX extended header (pax(1), "pax Extended Header"), as far as they matter here: names, size, owner,
 * time and extended attributes. Unknown keywords are ignored, as POSIX wants; sparse files are refused.
 */
final class PaxHeader {
    private static final String XATTR = "SCHILY.xattr.";

    @Nullable
    ByteName path;

    @Nullable
    ByteName linkPath;

    @Nullable
    Long size;

    @Nullable
    Long uid;

    @Nullable
    Long gid;

    @Nullable
    Instant mtime;

    final Map<String, byte[]> xattrs = new LinkedHashMap<>();
    private final boolean global;
    private final TarLimits limits;

    private PaxHeader(boolean global, TarLimits limits) {
        this.global = global;
        this.limits = limits;
    }

    /** @param global from a {@code g} header, which speaks for all members after it and so may not rename them */
    static PaxHeader parse(byte[] data, boolean global, TarLimits limits) {
        PaxHeader header = new PaxHeader(global, limits);
        int at = 0;
        while (at < data.length) {
            int space = at;
            while (space < data.length && space - at < 8 && data[space] >= '0' && data[space] <= '9') {
                space++;
            }
            if (space == at || space >= data.length || data[space] != ' ') {
                throw broken("a record without a length");
            }
            int end = at + Integer.parseInt(new String(data, at, space - at, StandardCharsets.US_ASCII));
            int equals = space + 1;
            while (equals < data.length && equals < end && data[equals] != '=') {
                equals++;
            }
            if (end > data.length || equals >= end - 1 || equals == space + 1 || data[end - 1] != '\n') {
                throw broken("a record whose length is wrong");
            }
            header.take(
                    new String(data, space + 1, equals - space - 1, StandardCharsets.UTF_8),
                    Arrays.copyOfRange(data, equals + 1, end - 1));
            at = end;
        }
        return header;
    }

    private void take(String key, byte[] value) {
        if (key.startsWith("GNU.sparse.")) {
            throw TarReader.sparse(path == null ? ByteName.EMPTY : path);
        }
        boolean names = key.equals("path") || key.equals("linkpath") || key.equals("size") || key.startsWith(XATTR);
        if (names && global) {
            throw TarRefusals.refused(
                    "a global PAX header sets " + key + " for all members",
                    "make the archive with GNU tar, which does not do so");
        }
        if (key.startsWith(XATTR)) {
            takeXattr(key.substring(XATTR.length()), value);
            return;
        }
        switch (key) {
            case "path" -> path = name(value);
            case "linkpath" -> linkPath = name(value);
            case "size" -> size = decimal(key, value);
            case "uid" -> uid = value.length == 0 ? null : (Long) decimal(key, value);
            case "gid" -> gid = value.length == 0 ? null : (Long) decimal(key, value);
            case "mtime" -> mtime = value.length == 0 ? null : time(value);
            default -> {}
        }
    }

    private void takeXattr(String encoded, byte[] value) {
        // GNU tar writes = and % in a name as %3D and %25, because = ends the keyword.
        String name = encoded.replace("%3D", "=").replace("%25", "%");
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > 255 || name.indexOf('\0') >= 0 || name.indexOf('\uFFFD') >= 0) {
            throw TarRefusals.damaged("an extended attribute has a name that no file system takes: "
                    + ByteName.of(name.length() > 255 ? name.substring(0, 255) : name));
        }
        xattrs.put(name, value);
        if (xattrs.size() > limits.xattrs()) {
            throw TarRefusals.limit("a member has more extended attributes than allowed", limits.xattrs());
        }
    }

    private static ByteName name(byte[] value) {
        for (byte b : value) {
            if (b == 0) {
                throw broken("a name with a NUL in it");
            }
        }
        if (value.length == 0) {
            throw broken("an empty name");
        }
        return ByteName.wrap(value);
    }

    private static long decimal(String key, byte[] value) {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw broken("a " + key + " that is no number");
        }
        return Long.parseLong(text);
    }

    /** Seconds since 1970, with a sign and a fraction of any length, of which nanoseconds are kept. */
    private static Instant time(byte[] value) {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        boolean negative = text.startsWith("-");
        int point = text.indexOf('.');
        String whole = text.substring(negative ? 1 : 0, point < 0 ? text.length() : Math.max(point, negative ? 1 : 0));
        String fraction = point < 0 ? "" : text.substring(point + 1);
        boolean digits = (whole + fraction).chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || whole.isEmpty() || whole.length() > 13) {
            throw broken("a time that is no number of seconds");
        }
        long seconds = Long.parseLong(whole);
        long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
        return Instant.ofEpochSecond(negative ? -seconds : seconds, negative ? -nanos : nanos);
    }

    private static RuntimeException broken(String what) {
        return TarRefusals.damaged("a PAX header holds " + what);
    }
}
