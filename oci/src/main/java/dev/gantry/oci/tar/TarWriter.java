package dev.gantry.oci.tar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * Writes an archive in POSIX ustar, with a PAX header before each member that needs one (long names, large numbers,
 * times with fractions, extended attributes). Equal calls make equal bytes. Not for several threads.
 */
public final class TarWriter implements AutoCloseable {
    private static final int MAX_OCTAL_8 = 07777777;
    private static final long MAX_OCTAL_12 = 077777777777L;
    private static final byte[] ZERO = new byte[Header.BLOCK];

    private final OutputStream out;
    private boolean finished;

    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes a member that has no content. */
    public void put(TarEntry entry) throws IOException {
        put(entry, InputStream.nullInputStream());
    }

    public void put(TarEntry entry, byte[] content) throws IOException {
        putHeader(entry);
        if (content.length != entry.size()) {
            throw new IllegalArgumentException(entry.name() + " was promised with another size than its content has");
        }
        out.write(content);
        pad(content.length);
    }

    /** @param content gives at least as many bytes as the entry says; the rest stays unread */
    public void put(TarEntry entry, InputStream content) throws IOException {
        putHeader(entry);
        byte[] buffer = new byte[(int) Math.min(64 << 10, Math.max(1, entry.size()))];
        long left = entry.size();
        while (left > 0) {
            int n = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw new IOException(entry.name() + " ended " + left + " bytes early while it was archived");
            }
            out.write(buffer, 0, n);
            left -= n;
        }
        pad(entry.size());
    }

    /** Writes the end mark; the stream is flushed and stays open. */
    public void finish() throws IOException {
        if (!finished) {
            finished = true;
            out.write(ZERO);
            out.write(ZERO);
            out.flush();
        }
    }

    /** Finishes, and closes the stream. */
    @Override
    public void close() throws IOException {
        try (out) {
            finish();
        }
    }

    private void putHeader(TarEntry entry) throws IOException {
        if (finished) {
            throw new IllegalStateException("the archive is finished");
        }
        byte[] pax = pax(entry);
        if (pax.length > 0) {
            out.write(block('x', ByteName.of("PaxHeader"), ByteName.EMPTY, TarEntry.file("x", pax.length)));
            out.write(pax);
            pad(pax.length);
        }
        out.write(block(flag(entry.type()), entry.name(), entry.linkName(), entry));
    }

    private static byte[] pax(TarEntry entry) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        boolean name = split(entry.name()) < 0;
        boolean link = entry.linkName().length() > 100;
        if ((name && !entry.name().isUtf8()) || (link && !entry.linkName().isUtf8())) {
            record(records, "hdrcharset", ascii("BINARY"));
        }
        if (name) {
            record(records, "path", entry.name().bytes());
        }
        if (link) {
            record(records, "linkpath", entry.linkName().bytes());
        }
        if (entry.size() > MAX_OCTAL_12) {
            record(records, "size", ascii(Long.toString(entry.size())));
        }
        if (entry.uid() > MAX_OCTAL_8) {
            record(records, "uid", ascii(Long.toString(entry.uid())));
        }
        if (entry.gid() > MAX_OCTAL_8) {
            record(records, "gid", ascii(Long.toString(entry.gid())));
        }
        Instant mtime = entry.mtime();
        if (mtime.getNano() != 0 || mtime.getEpochSecond() < 0 || mtime.getEpochSecond() > MAX_OCTAL_12) {
            record(records, "mtime", ascii(seconds(mtime)));
        }
        for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
            String encoded = xattr.getKey().replace("%", "%25").replace("=", "%3D");
            record(records, "SCHILY.xattr." + encoded, xattr.getValue());
        }
        return records.toByteArray();
    }

    /** Writes "length key=value\n", where the length counts its own digits. */
    private static void record(ByteArrayOutputStream records, String key, byte[] value) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        int rest = keyBytes.length + value.length + 3;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        records.writeBytes(ascii(length + " "));
        records.writeBytes(keyBytes);
        records.write('=');
        records.writeBytes(value);
        records.write('\n');
    }

    private static String seconds(Instant time) {
        boolean negative = time.getEpochSecond() < 0 && time.getNano() != 0;
        long whole = negative ? time.getEpochSecond() + 1 : time.getEpochSecond();
        int nano = negative ? 1_000_000_000 - time.getNano() : time.getNano();
        String text = (negative && whole == 0 ? "-0" : Long.toString(whole));
        return nano == 0 ? text : text + "." + String.format("%09d", nano).replaceAll("0+$", "");
    }

    /** @return where to cut the name for ustar's prefix field, 0 for no cut, -1 when it fits neither way */
    private static int split(ByteName name) {
        if (name.length() <= 100) {
            return 0;
        }
        for (int i = Math.min(155, name.length() - 2); i > 0 && name.length() - i - 1 <= 100; i--) {
            if (name.at(i) == '/') {
                return i;
            }
        }
        return -1;
    }

    private static byte[] block(char type, ByteName name, ByteName link, TarEntry entry) {
        byte[] block = new byte[Header.BLOCK];
        byte[] nameBytes = name.bytes();
        int cut = split(name);
        if (cut > 0) {
            System.arraycopy(nameBytes, 0, block, 345, cut);
            System.arraycopy(nameBytes, cut + 1, block, 0, nameBytes.length - cut - 1);
        } else {
            System.arraycopy(nameBytes, 0, block, 0, Math.min(100, nameBytes.length));
        }
        System.arraycopy(link.bytes(), 0, block, 157, Math.min(100, link.length()));
        octal(block, 100, 8, entry.mode() & 07777);
        octal(block, 108, 8, entry.uid() > MAX_OCTAL_8 ? 0 : entry.uid());
        octal(block, 116, 8, entry.gid() > MAX_OCTAL_8 ? 0 : entry.gid());
        octal(block, 124, 12, entry.size() > MAX_OCTAL_12 ? 0 : entry.size());
        long seconds = entry.mtime().getEpochSecond();
        octal(block, 136, 12, seconds < 0 || seconds > MAX_OCTAL_12 ? 0 : seconds);
        block[156] = (byte) type;
        System.arraycopy(ascii("ustar\0" + "00"), 0, block, 257, 8);
        octal(block, 329, 8, entry.devMajor());
        octal(block, 337, 8, entry.devMinor());
        long sum = 8L * ' ';
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(block, 148, 7, sum);
        block[155] = ' ';
        return block;
    }

    private static void octal(byte[] block, int offset, int length, long value) {
        long rest = value;
        for (int i = offset + length - 2; i >= offset; i--) {
            block[i] = (byte) ('0' + (rest & 7));
            rest >>>= 3;
        }
    }

    private static char flag(TarEntry.Type type) {
        return switch (type) {
            case FILE -> '0';
            case HARDLINK -> '1';
            case SYMLINK -> '2';
            case CHAR -> '3';
            case BLOCK -> '4';
            case DIRECTORY -> '5';
            case FIFO -> '6';
        };
    }

    private void pad(long size) throws IOException {
        out.write(ZERO, 0, (int) (-size & (Header.BLOCK - 1)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
