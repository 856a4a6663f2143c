package dev.gantry.oci.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tar blocks made by hand, for archives that no honest tool writes. */
public final class RawTar {
    private final byte[] block = new byte[512];

    private RawTar() {}

    /** A ustar header with mode 0644; its checksum is right until somebody changes the bytes. */
    public static RawTar header(char type, String name, long size) {
        RawTar raw = new RawTar();
        return raw.text(0, name)
                .text(100, "0000644\0")
                .text(108, "0000000\0")
                .text(116, "0000000\0")
                .text(124, String.format("%011o", size))
                .text(136, "00000000000\0")
                .text(156, String.valueOf(type))
                .text(257, "ustar\00000");
    }

    public RawTar link(String target) {
        return text(157, target);
    }

    /** Writes at an offset of the header, as in tar.h: name 0, mode 100, uid 108, gid 116, size 124, mtime 136, … */
    public RawTar text(int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, offset, bytes.length);
        return this;
    }

    /** The block with its checksum. */
    public byte[] block() {
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        return text(148, String.format("%06o\0 ", sum)).block;
    }

    /** The header and content, filled up to a whole block. */
    public byte[] with(byte[] content) {
        byte[] all = Arrays.copyOf(block(), 512 + (content.length + 511) / 512 * 512);
        System.arraycopy(content, 0, all, 512, content.length);
        return all;
    }

    /** A PAX header with records such as "path=x". */
    public static byte[] pax(String... records) {
        StringBuilder all = new StringBuilder();
        for (String record : records) {
            int rest = record.length() + 2;
            int length = rest + String.valueOf(rest).length();
            length = rest + String.valueOf(length).length();
            all.append(length).append(' ').append(record).append('\n');
        }
        return pax('x', all.toString());
    }

    /** @param type x or g */
    public static byte[] pax(char type, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        return header(type, "PaxHeader", bytes.length).with(bytes);
    }

    /** A GNU header, L or K, with a long name. */
    public static byte[] longName(char type, String name) {
        byte[] bytes = (name + "\0").getBytes(StandardCharsets.ISO_8859_1);
        return header(type, "././@LongLink", bytes.length).with(bytes);
    }

    public static byte[] join(byte[]... parts) {
        byte[] all = new byte[0];
        for (byte[] part : parts) {
            all = Packed.concat(all, part);
        }
        return all;
    }

    /** The parts and an end mark. */
    public static byte[] archive(byte[]... parts) {
        return Packed.concat(join(parts), new byte[1024]);
    }
}
