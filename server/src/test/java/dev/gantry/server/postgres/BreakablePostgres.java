package dev.gantry.server.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A Postgres of a test's own, which dies and comes back when the test says so. */
public final class BreakablePostgres implements AutoCloseable {
    private final Path root;
    private final PostgresFiles files;
    private EmbeddedPostgres running;

    public BreakablePostgres() {
        try {
            root = Files.createTempDirectory("gantry-test");
            files = new PostgresFiles(Files.createDirectory(root.resolve("postgres")), root.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        running = start();
    }

    public Database database() {
        return running.database();
    }

    /** Kills it so that nothing starts it again. */
    public void kill() {
        running.close();
        kill(files.data());
    }

    /** The same data on the same port. */
    public void startAgain() {
        running = start();
    }

    /** Kills (SIGKILL) the Postgres of this data directory; what keeps it running notices. */
    public static void kill(Path data) {
        try {
            ProcessHandle process = Objects.requireNonNull(Postmaster.of(data)).process();
            process.destroyForcibly();
            process.onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(files, 0, true);
    }

    @Override
    public void close() {
        running.close();
        EmbeddedPostgres.start(files, 0, false).close();
        TestDatabase.delete(root);
    }
}
