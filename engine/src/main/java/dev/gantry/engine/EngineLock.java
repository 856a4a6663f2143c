package dev.gantry.engine;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One engine at a time for one runtime directory: two would clean up after each other. Released by the kernel when we die. */
final class EngineLock implements AutoCloseable {
    private final FileChannel channel;

    private EngineLock(FileChannel channel) {
        this.channel = channel;
    }

    static EngineLock take(Path runRoot) {
        try {
            FileChannel channel =
                    FileChannel.open(runRoot.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return new EngineLock(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new RefusedException(
                RefusalCode.CONTAINER_STATE,
                "open the engine over " + runRoot,
                "another engine uses it",
                "end that one first, or choose another home");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
