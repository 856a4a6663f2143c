package dev.gantry.oci.tar;

import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive member by member, as GNU tar would, or refuses it: ARCHIVE_TRUNCATED when it ends early,
 * ARCHIVE_INVALID when it is damaged, of a kind that images have no use for (sparse files, volumes) or could be read in
 * two ways, LIMIT_EXCEEDED when a budget is used up. Members come in the archive's order, also when they repeat a name.
 *
 * <p>What follows the end mark is read, counted and ignored, so that a digest over the stream covers it. Not for
 * several threads; the stream is not closed.
 */
public final class TarReader {
    /** Linux keeps 12 bits for a device's major number and 20 for its minor. */
    private static final long MAX_MAJOR = 0xfff;

    private static final long MAX_MINOR = 0xfffff;

    private final BlockInput in;
    private final TarLimits limits;
    private final boolean needsEndMark;
    private final Header header = new Header();
    private final Extensions extensions = new Extensions();
    private long members;
    private long left;
    private int padding;
    private long contentStart;
    private @Nullable TarEntry current;
    private @Nullable Content content;
    private boolean ended;

    /** Reads an archive of which nothing is known: one that ends without an end mark is taken for truncated. */
    public TarReader(InputStream in, TarLimits limits) {
        this(in, limits, true);
    }

    private TarReader(InputStream in, TarLimits limits, boolean needsEndMark) {
        this.in = new BlockInput(in, limits.totalBytes());
        this.limits = limits;
        this.needsEndMark = needsEndMark;
    }

    /** Reads an archive whose size or digest is checked elsewhere; the end mark, which some writers forget, may be missing. */
    public static TarReader ofVerified(InputStream in, TarLimits limits) {
        return new TarReader(in, limits, false);
    }

    /** Whether these first bytes, 512 or more, are a header whose checksum holds. */
    public static boolean startsLikeTar(byte[] head) {
        if (head.length < Header.BLOCK) {
            return false;
        }
        Header first = new Header();
        System.arraycopy(head, 0, first.block(), 0, Header.BLOCK);
        return !first.isZero() && first.checksumHolds();
    }

    /** Goes over what is left of the current member to the next one; null at the end. */
    public @Nullable TarEntry next() throws IOException {
        finishCurrent();
        extensions.clear();
        while (!ended) {
            if (!readHeader()) {
                end();
                return null;
            }
            if (++members > limits.entries()) {
                throw TarRefusals.limit("it has more members than allowed", limits.entries());
            }
            if (!takeExtension()) {
                TarEntry entry = extensions.entry(header, limits);
                left = entry.size();
                padding = padding(left);
                contentStart = in.position();
                current = entry;
                return entry;
            }
        }
        return null;
    }

    /** The content of the current member, valid until {@link #next()}; empty for all but files. */
    public InputStream content() {
        if (current == null) {
            throw new IllegalStateException("there is no current member");
        }
        if (content == null) {
            content = new Content();
        }
        return content;
    }

    /** Where in the stream the content of the current member starts. */
    public long contentPosition() {
        return contentStart;
    }

    private boolean readHeader() throws IOException {
        int n = in.readFully(header.block(), 0, Header.BLOCK);
        if (n == 0) {
            if (needsEndMark) {
                throw TarRefusals.truncated(in.position() == 0 ? "before its first byte" : "without an end mark");
            }
            return false;
        }
        if (n < Header.BLOCK) {
            throw TarRefusals.truncated("inside the header of member " + (members + 1));
        }
        if (header.isZero()) {
            return false;
        }
        if (!header.checksumHolds()) {
            throw TarRefusals.damaged(
                    members == 0
                            ? "it is no tar archive: the checksum of its first header is wrong"
                            : "the checksum of member " + (members + 1) + "'s header is wrong");
        }
        return true;
    }

    /** Takes in a header that only tells about the next one. */
    private boolean takeExtension() throws IOException {
        switch (header.type()) {
            case 'x', 'X' -> extensions.local(PaxHeader.parse(readExtension(), false, limits));
            case 'g' -> extensions.global(PaxHeader.parse(readExtension(), true, limits));
            case 'L' -> extensions.longName(readExtensionText());
            case 'K' -> extensions.longLink(readExtensionText());
            default -> {
                return false;
            }
        }
        return true;
    }

    private ByteName readExtensionText() throws IOException {
        byte[] data = readExtension();
        int end = 0;
        while (end < data.length && data[end] != 0) {
            end++;
        }
        return ByteName.wrap(Arrays.copyOf(data, end));
    }

    private byte[] readExtension() throws IOException {
        long size = header.size();
        if (size < 0) {
            throw TarRefusals.damaged("an extension header has a negative size");
        }
        if (size > limits.extensionBytes()) {
            throw TarRefusals.limit("an extension header has " + size + " bytes", limits.extensionBytes());
        }
        byte[] data = new byte[(int) size];
        if (in.readFully(data, 0, data.length) < data.length || !in.skip(padding(size))) {
            throw TarRefusals.truncated("inside an extension header");
        }
        return data;
    }

    private void finishCurrent() throws IOException {
        TarEntry entry = current;
        current = null;
        content = null;
        if (entry != null && !in.skip(left + padding)) {
            throw insideContent(entry);
        }
        left = 0;
        padding = 0;
    }

    private void end() throws IOException {
        if (!extensions.isEmpty()) {
            throw TarRefusals.truncated("after an extension header that belongs to a member");
        }
        ended = true;
        in.drain();
    }

    private static RefusedException insideContent(TarEntry entry) {
        return TarRefusals.truncated("inside the member " + entry.name());
    }

    private static int padding(long size) {
        return (int) (-size & (Header.BLOCK - 1));
    }

    static RefusedException sparse(ByteName name) {
        return TarRefusals.refused("the member " + name + " is a sparse file", "make the archive without --sparse");
    }

    static int device(long number, boolean major, ByteName name) {
        if (number < 0 || number > (major ? MAX_MAJOR : MAX_MINOR)) {
            throw TarRefusals.damaged("the device " + name + " has a number that Linux does not know");
        }
        return (int) number;
    }

    /** The content of one member; a read after {@link TarReader#next()} fails. */
    private final class Content extends InputStream {
        private final byte[] one = new byte[1];

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            TarEntry entry = current;
            if (content != this || entry == null) {
                throw new IOException("the archive has moved on to another member");
            }
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int n = in.read(target, offset, (int) Math.min(length, left));
            if (n < 0) {
                throw insideContent(entry);
            }
            left -= n;
            return n;
        }

        @Override
        public long skip(long length) throws IOException {
            TarEntry entry = current;
            if (content != this || entry == null) {
                throw new IOException("the archive has moved on to another member");
            }
            long n = Math.max(0, Math.min(length, left));
            if (!in.skip(n)) {
                throw insideContent(entry);
            }
            left -= n;
            return n;
        }

        @Override
        public int available() {
            return content == this ? (int) Math.min(left, Integer.MAX_VALUE) : 0;
        }
    }
}
