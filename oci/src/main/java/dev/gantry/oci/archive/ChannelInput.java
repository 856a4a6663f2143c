package dev.gantry.oci.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a stretch of a file; skipping costs nothing. */
final class ChannelInput extends InputStream {
    private final FileChannel channel;
    private final byte[] one = new byte[1];
    private long position;
    private long left;

    ChannelInput(FileChannel channel, long offset, long length) {
        this.channel = channel;
        this.position = offset;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int n = channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, left)), position);
        if (n > 0) {
            position += n;
            left -= n;
        }
        return n;
    }

    @Override
    public long skip(long length) {
        long n = Math.max(0, Math.min(length, left));
        position += n;
        left -= n;
        return n;
    }
}
