package dev.gantry.server.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.stereotype.Component;

/**
 * Held as long as a server works in its home: two would end each other's Postgres and overwrite each other's files. The
 * kernel lets go of it when the process ends, however it ends (fcntl(2), F_SETLK).
 */
@Component
public final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    HomeLock(ServerHome home) {
        try {
            channel = FileChannel.open(
                    home.lockFile(), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ServerHome.secret());
            if (lock() == null) {
                channel.close();
                throw new Taken(home.home());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not lock " + home.lockFile(), e);
        }
    }

    /** Null when another has it, in this process or elsewhere. */
    private @Nullable FileLock lock() throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Another server works there. */
    static final class Taken extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        Taken(Path home) {
            super("Start a server in " + home + ": another server already works there");
        }
    }

    /** Says it without a stack trace. */
    static final class Analyzer extends AbstractFailureAnalyzer<Taken> {
        @Override
        protected FailureAnalysis analyze(Throwable root, Taken cause) {
            return new FailureAnalysis(
                    cause.getMessage() + ".", "End that one first, or set gantry.server.home to another.", cause);
        }
    }
}
