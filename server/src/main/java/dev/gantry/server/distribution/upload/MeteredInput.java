package dev.gantry.server.distribution.upload;

import dev.gantry.server.distribution.protocol.BrokenBodyException;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** A body that must have as many bytes as promised, and for which there must be room while it comes. */
final class MeteredInput extends InputStream {
    private static final long BETWEEN_LOOKS = 64 << 20;

    private final InputStream in;
    private final OptionalLong promised;
    private final Room room;
    private final byte[] one = new byte[1];
    private long seen;
    private long looked;

    MeteredInput(InputStream in, OptionalLong promised, Room room) {
        this.in = in;
        this.promised = promised;
        this.room = room;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Errors with SIZE_INVALID for a body that is longer or shorter, with DENIED when there is no room for more. */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = received(target, offset, length);
        if (n > 0) {
            seen += n;
        }
        boolean wrong = promised.isPresent() && (n < 0 ? seen != promised.getAsLong() : seen > promised.getAsLong());
        if (wrong) {
            throw Chunk.invalid(
                    "the body has " + (n < 0 ? "only " : "more than ") + Math.min(seen, promised.getAsLong())
                            + " bytes, and " + promised.getAsLong() + " were announced; nothing of it was kept");
        }
        if (seen > room.bytes()) {
            throw room.refusal();
        }
        if (seen - looked >= BETWEEN_LOOKS) {
            looked = seen;
            room.refuseFullDisk();
        }
        return n;
    }

    private int received(byte[] target, int offset, int length) throws IOException {
        try {
            return in.read(target, offset, length);
        } catch (IOException e) {
            throw new BrokenBodyException(e);
        }
    }
}
