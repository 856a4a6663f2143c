package dev.gantry.oci.tar;

import java.util.Arrays;

/** One 512-byte header block, in the layouts of POSIX ustar, GNU tar (tar.h) and version 7. */
final class Header {
    static final int BLOCK = 512;
    private static final byte[] ZERO = new byte[BLOCK];
    private static final int CHECKSUM = 148;

    private final byte[] block = new byte[BLOCK];

    /** The bytes, to be filled by a reader. */
    byte[] block() {
        return block;
    }

    boolean isZero() {
        return Arrays.equals(block, ZERO);
    }

    /** Some old archivers added up signed bytes; GNU tar takes both. */
    boolean checksumHolds() {
        long unsigned = 8L * ' ';
        long signed = unsigned;
        for (int i = 0; i < BLOCK; i++) {
            if (i < CHECKSUM || i >= CHECKSUM + 8) {
                unsigned += block[i] & 0xff;
                signed += block[i];
            }
        }
        long stored;
        try {
            stored = number(CHECKSUM, 8, "checksum");
        } catch (RuntimeException e) {
            return false;
        }
        return stored == unsigned || stored == signed;
    }

    char type() {
        return (char) (block[156] & 0xff);
    }

    ByteName name() {
        byte[] name = text(0, 100);
        boolean posix = Arrays.equals(block, 257, 263, new byte[] {'u', 's', 't', 'a', 'r', 0}, 0, 6);
        if (!posix || block[345] == 0) {
            return ByteName.wrap(name);
        }
        byte[] prefix = text(345, 155);
        byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        whole[prefix.length] = '/';
        System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
        return ByteName.wrap(whole);
    }

    ByteName linkName() {
        return ByteName.wrap(text(157, 100));
    }

    int mode() {
        return (int) (number(100, 8, "mode") & 07777);
    }

    long uid() {
        return number(108, 8, "owner");
    }

    long gid() {
        return number(116, 8, "group");
    }

    long size() {
        return number(124, 12, "size");
    }

    long mtime() {
        return number(136, 12, "time");
    }

    long devMajor() {
        return number(329, 8, "device number");
    }

    long devMinor() {
        return number(337, 8, "device number");
    }

    /** Whether the size field says "too large for me", as some writers do beside a PAX size. */
    boolean sizeIsFull() {
        return size() == 077777777777L;
    }

    /** Octal text between blanks, or GNU's base 256 when the first bit is set; an empty field is 0. */
    private long number(int offset, int length, String field) {
        if ((block[offset] & 0x80) != 0) {
            return base256(offset, length, field);
        }
        int i = offset;
        int end = offset + length;
        while (i < end && block[i] == ' ') {
            i++;
        }
        long value = 0;
        while (i < end && block[i] >= '0' && block[i] <= '7') {
            value = value << 3 | (block[i] - '0');
            i++;
        }
        if (i < end && block[i] != 0 && block[i] != ' ') {
            throw TarRefusals.damaged("a header holds a " + field + " that is no number");
        }
        return value;
    }

    /** Two's complement, most significant byte first, without the first bit. */
    private long base256(int offset, int length, String field) {
        boolean negative = (block[offset] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = 0; i < length; i++) {
            int b = block[offset + i] & 0xff;
            if (i == 0) {
                b = negative ? b : b & 0x7f;
            }
            if (value != (value << 8) >> 8) {
                throw TarRefusals.damaged("a header holds a " + field + " beyond all measure");
            }
            value = value << 8 | b;
        }
        return value;
    }

    private byte[] text(int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, offset, end);
    }
}
