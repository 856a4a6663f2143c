package dev.gantry.engine.kernel.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * File names as what they are on Linux: bytes. The JVM can't hold a name that is not valid in its locale, so names from
 * archives never become a {@link Path}.
 */
public final class Names {
    private static final int SHOWN = 200;

    private Names() {}

    public static byte[] utf8(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** A path of our own, which is plain text. */
    public static byte[] of(Path path) {
        return utf8(path.toString());
    }

    /** The components of a path; empty ones and "." are left out, ".." is kept. */
    public static List<byte[]> split(byte[] path) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                if (i > start && !(i == start + 1 && path[start] == '.')) {
                    parts.add(Arrays.copyOfRange(path, start, i));
                }
                start = i + 1;
            }
        }
        return parts;
    }

    public static byte[] join(List<byte[]> parts) {
        int length = Math.max(0, parts.size() - 1);
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] path = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            if (at > 0) {
                path[at++] = '/';
            }
            System.arraycopy(part, 0, path, at, part.length);
            at += part.length;
        }
        return path;
    }

    public static boolean isParent(byte[] part) {
        return part.length == 2 && part[0] == '.' && part[1] == '.';
    }

    /** For people: printable ASCII as it is, every other byte as {@code \xNN}, cut after 200 bytes. */
    public static String show(byte[] name) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < Math.min(name.length, SHOWN); i++) {
            int c = name[i] & 0xff;
            if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
                text.append((char) c);
            } else {
                text.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return text.append(name.length > SHOWN ? "…\"" : "\"").toString();
    }

    /** With the zero byte that C wants; a name that holds one is a defect of the caller, who checks first. */
    static byte[] c(byte[] name) {
        for (byte b : name) {
            if (b == 0) {
                throw new IllegalArgumentException("the name " + show(name) + " holds a zero byte");
            }
        }
        return Arrays.copyOf(name, name.length + 1);
    }

    static byte[] c(String name) {
        return c(utf8(name));
    }
}
