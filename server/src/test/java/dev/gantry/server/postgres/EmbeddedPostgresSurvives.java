package dev.gantry.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded Postgres is durable, closed, adopted, and started again when it dies. */
@Tag("server")
class EmbeddedPostgresSurvives {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void it_is_durable_and_closed_adopted_by_the_next_and_started_again_after_a_kill() throws Exception {
        PostgresFiles files = new PostgresFiles(directory, directory.resolve("log"));
        EmbeddedPostgres first = EmbeddedPostgres.start(files, 0, true);
        assertThat(ask(first.database(), "show fsync")).isEqualTo("on");
        assertThat(ask(first.database(), "show synchronous_commit")).isEqualTo("on");
        assertThat(ask(first.database(), "show data_checksums")).isEqualTo("on");
        assertThat(ask(first.database(), "show listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.passwordFile())))
                .isEqualTo("rw-------");
        Database stranger = new Database(first.database().url(), EmbeddedPostgres.USER, "guess", true);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> ask(stranger, "select 1"))
                .isInstanceOf(SQLException.class);
        ask(first.database(), "create table kept as select 42 as n");
        long pid = pid(files);
        first.close();

        EmbeddedPostgres second = EmbeddedPostgres.start(files, 0, false);
        try {
            assertThat(pid(files)).as("adopted").isEqualTo(pid);
            assertThat(second.database().url()).isEqualTo(first.database().url());
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
                assertThat(pid(files)).isNotEqualTo(pid);
                assertThat(ask(second.database(), "select n from kept")).isEqualTo("42");
            });
        } finally {
            second.close();
        }
        assertThat(Postmaster.of(files.data())).as("stopped").isNull();
    }

    private static long pid(PostgresFiles files) throws Exception {
        return Objects.requireNonNull(Postmaster.of(files.data())).process().pid();
    }

    private static String ask(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect(Duration.ofSeconds(10));
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet answer = statement.getResultSet()) {
                answer.next();
                return answer.getString(1);
            }
        }
    }
}
