package dev.gantry.oci.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;

/** Uncompressed bytes that can be read from any place, any number of times, as from a spooled file. */
public interface SeekableSource {
    /** In bytes. */
    long size() throws IOException;

    /** Reads at most that many bytes from there; closing the stream leaves the source open. */
    InputStream open(long offset, long length) throws IOException;

    /** The channel stays the caller's to close, and its own position is not used. */
    static SeekableSource of(FileChannel channel) {
        return new SeekableSource() {
            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public InputStream open(long offset, long length) {
                return new ChannelInput(channel, offset, length);
            }
        };
    }
}
