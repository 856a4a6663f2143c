package dev.gantry.oci.tar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A file name or link target as the bytes it is made of: Linux names have no encoding, and a JVM string would mangle
 * those that are no valid text. Shown to people with {@link #toString()}, given to the kernel with {@link #bytes()}.
 */
public final class ByteName implements Comparable<ByteName> {
    public static final ByteName EMPTY = new ByteName(new byte[0]);
    private static final int SHOWN = 200;

    private final byte[] bytes;

    private ByteName(byte[] bytes) {
        this.bytes = bytes;
    }

    public static ByteName of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new ByteName(bytes.clone());
    }

    public static ByteName of(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes over an array that nobody else will change. */
    static ByteName wrap(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new ByteName(bytes);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    public byte at(int index) {
        return bytes[index];
    }

    public boolean endsWithSlash() {
        return bytes.length > 0 && bytes[bytes.length - 1] == '/';
    }

    public boolean isAbsolute() {
        return bytes.length > 0 && bytes[0] == '/';
    }

    /** Whether any component is {@code ..}. */
    public boolean climbs() {
        return components().stream().anyMatch(c -> c.bytes.length == 2 && c.bytes[0] == '.' && c.bytes[1] == '.');
    }

    /** The names between the slashes, without empty ones and {@code .}; {@code ..} stays for the caller to judge. */
    public List<ByteName> components() {
        List<ByteName> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                boolean dot = i - start == 1 && bytes[start] == '.';
                if (i > start && !dot) {
                    parts.add(new ByteName(Arrays.copyOfRange(bytes, start, i)));
                }
                start = i + 1;
            }
        }
        return parts;
    }

    /** How many names there are between the slashes, the empty ones not counted. */
    int depth() {
        int depth = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '/' && (i == 0 || bytes[i - 1] == '/')) {
                depth++;
            }
        }
        return depth;
    }

    /** The length in bytes of the longest name between two slashes. */
    int longestComponent() {
        int longest = 0;
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                longest = Math.max(longest, i - start);
                start = i + 1;
            }
        }
        return longest;
    }

    public boolean isUtf8() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** As text; bytes that are no UTF-8 become U+FFFD, so this must not lead back to a file. */
    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** For people: control characters, backslashes and bytes that are no UTF-8 as {@code \xHH}, shortened when long. */
    @Override
    public String toString() {
        boolean valid = isUtf8();
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < bytes.length && i < SHOWN; ) {
            int b = bytes[i] & 0xff;
            if (b >= 0x20 && b < 0x7f && b != '\\') {
                shown.append((char) b);
                i++;
            } else if (b >= 0xc2 && valid) {
                int length = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
                String text = new String(bytes, i, length, StandardCharsets.UTF_8);
                shown.append(isPlain(text.codePointAt(0)) ? text : escaped(i, length));
                i += length;
            } else {
                shown.append(escaped(i, 1));
                i++;
            }
        }
        return bytes.length > SHOWN ? shown + "… (" + bytes.length + " bytes)" : shown.toString();
    }

    /** No control, direction or other invisible character, with which one name could look like another. */
    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private String escaped(int from, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < from + length; i++) {
            text.append("\\x").append(HexFormat.of().toHexDigits(bytes[i]));
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteName name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public int compareTo(ByteName other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }
}
