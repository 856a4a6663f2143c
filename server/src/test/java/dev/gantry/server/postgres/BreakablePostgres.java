package dev.gantry.server.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** Stops (SIGSTOP) all its processes: connections stay open, and nothing is answered any more. */
    public void hang() {
        signal("STOP", true);
    }

    /** As {@link #hang}, but the postmaster goes on and takes new connections. */
    public void hangBackends() {
        signal("STOP", false);
    }

    /** Ends a hang (SIGCONT). */
    public void goOn() {
        signal("CONT", true);
    }

    private void signal(String name, boolean postmasterToo) {
        try {
            ProcessHandle postmaster =
                    Objects.requireNonNull(Postmaster.of(files.data())).process();
            List<String> argv = new ArrayList<>(List.of("kill", "-" + name));
            if (postmasterToo) {
                argv.add(Long.toString(postmaster.pid()));
            }
            postmaster.children().forEach(child -> argv.add(Long.toString(child.pid())));
            new ProcessBuilder(argv).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
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
