package dev.gantry.server.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One embedded Postgres for a whole test run, and a fresh database on it for whoever asks. */
public final class TestDatabase {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static @Nullable EmbeddedPostgres postgres;

    private TestDatabase() {}

    /** A database with nothing in it. */
    public static Database fresh() {
        EmbeddedPostgres running = running();
        String name = "test_" + NUMBER.incrementAndGet();
        try (Connection connection = running.database().connect(Duration.ofSeconds(60));
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("Could not create " + name, e);
        }
        return running.database(name);
    }

    private static synchronized EmbeddedPostgres running() {
        EmbeddedPostgres known = postgres;
        if (known == null) {
            Path root = directory();
            EmbeddedPostgres started =
                    EmbeddedPostgres.start(new PostgresFiles(root.resolve("postgres"), root.resolve("log")), 0, false);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                started.close();
                delete(root);
            }));
            postgres = started;
            known = started;
        }
        return known;
    }

    /** Removes what a test left on disk. */
    public static void delete(Path root) {
        try {
            PostgresBinaries.deleteTree(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory() {
        try {
            Path root = Files.createTempDirectory("gantry-test");
            Files.createDirectory(root.resolve("postgres"));
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
