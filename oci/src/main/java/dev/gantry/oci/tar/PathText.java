package dev.gantry.oci.tar;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Paths as text from which the very same bytes come back: UTF-8, with {@code %XX} for control characters, the percent
 * sign itself, and bytes that are no UTF-8.
 */
public final class PathText {
    private PathText() {}

    public static String of(ByteName name) {
        byte[] bytes = name.bytes();
        StringBuilder text = new StringBuilder(bytes.length);
        for (int i = 0; i < bytes.length; ) {
            int length = sequence(bytes, i);
            if (length == 0) {
                text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(bytes[i++]));
            } else {
                text.append(new String(bytes, i, length, StandardCharsets.UTF_8));
                i += length;
            }
        }
        return text.toString();
    }

    /** Errors with INVALID_ARGUMENT when a percent sign is not followed by two hex digits. */
    public static ByteName parse(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); ) {
            if (text.charAt(i) == '%') {
                if (i + 3 > text.length()
                        || !HexFormat.isHexDigit(text.charAt(i + 1))
                        || !HexFormat.isHexDigit(text.charAt(i + 2))) {
                    throw new RefusedException(
                            RefusalCode.INVALID_ARGUMENT,
                            "read the path " + text,
                            "a percent sign in it is not followed by two hex digits",
                            "write a percent sign as %25");
                }
                bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 3;
            } else {
                int point = text.codePointAt(i);
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(point);
            }
        }
        return ByteName.of(bytes.toByteArray());
    }

    /** How many bytes from here on are one plain character; 0 for what must be escaped. */
    private static int sequence(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return first < 0x20 || first == 0x7f || first == '%' ? 0 : 1;
        }
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) {
            return 0;
        }
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        boolean whole = text.codePointCount(0, text.length()) == 1 && text.codePointAt(0) != 0xfffd;
        return whole && !Character.isISOControl(text.codePointAt(0)) ? length : 0;
    }
}
