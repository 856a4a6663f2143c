package dev.gantry.engine.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Reads a growing file line by line; a line that has no end yet is held back until it has. */
final class LineReader implements AutoCloseable {
    /** conmon's longest record is 8 KiB and its head; what is longer is damage and is cut. */
    private static final int LONGEST = 64 << 10;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10).flip();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineReader(Path file, long position) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        channel.position(position);
    }

    /** Null when there is no further whole line for now. */
    byte @Nullable [] next() throws IOException {
        while (true) {
            while (buffer.hasRemaining()) {
                byte b = buffer.get();
                if (b == '\n') {
                    byte[] whole = line.toByteArray();
                    line.reset();
                    return whole;
                }
                if (line.size() < LONGEST) {
                    line.write(b);
                }
            }
            buffer.clear();
            int n = channel.read(buffer);
            buffer.flip();
            if (n <= 0) {
                return null;
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
