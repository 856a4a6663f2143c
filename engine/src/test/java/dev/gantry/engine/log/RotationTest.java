package dev.gantry.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.engine.container.LogQuery;
import dev.gantry.engine.container.LogRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotation beside a writer that replaces its file as conmon does, on request and by itself. */
class RotationTest {
    /** A line has 52 bytes. */
    private static final Rotation ROTATION = new Rotation(51, 3);

    @TempDir
    Path directory;

    private LogFiles files;
    private FileChannel writer;
    private int written;

    @BeforeEach
    void open() throws IOException {
        files = new LogFiles(directory);
        writer = FileChannel.open(
                directory.resolve("log"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }

    @AfterEach
    void close() throws IOException {
        writer.close();
    }

    @Test
    void the_youngest_parts_are_kept() throws IOException {
        for (int i = 0; i < 5; i++) {
            write();
            ROTATION.look(files, this::replace);
        }
        write();
        ROTATION.look(files, () -> {});
        assertThat(read()).containsExactly("line 4", "line 5", "line 6");
    }

    @Test
    void what_a_writer_replaces_by_itself_is_kept_and_its_successor_too() throws IOException {
        write();
        ROTATION.look(files, () -> {});
        write();
        replace();
        write();
        assertThat(read()).containsExactly("line 1", "line 2", "line 3");
        replace();
        write();
        assertThat(read()).containsExactly("line 1", "line 2", "line 3", "line 4");
        ROTATION.look(files, () -> {});
        assertThat(read()).containsExactly("line 1", "line 2", "line 3", "line 4");
    }

    @Test
    void nobody_looking_costs_the_lines_in_the_middle_and_no_more_than_three_files() throws IOException {
        write();
        ROTATION.look(files, () -> {});
        for (int i = 0; i < 6; i++) {
            replace();
            write();
        }
        assertThat(read()).containsExactly("line 1", "line 2", "line 7");
        ROTATION.look(files, () -> {});
        replace();
        write();
        assertThat(read()).containsExactly("line 1", "line 2", "line 7", "line 8");
        ROTATION.look(files, () -> {});
        assertThat(read()).containsExactly("line 2", "line 7", "line 8");
    }

    @Test
    void a_part_that_grew_while_nobody_looked_counts_as_many() throws IOException {
        for (int i = 0; i < 2; i++) {
            write();
            ROTATION.look(files, this::replace);
        }
        write();
        write();
        ROTATION.look(files, this::replace);
        assertThat(read()).containsExactly("line 2", "line 3", "line 4");
        write();
        ROTATION.look(files, this::replace);
        assertThat(read()).containsExactly("line 3", "line 4", "line 5");
        for (int i = 0; i < 9; i++) {
            write();
        }
        ROTATION.look(files, () -> {});
        assertThat(read()).hasSize(9).endsWith("line 14");
    }

    @Test
    void a_writer_that_hears_late_is_asked_again_and_loses_nothing() throws IOException {
        AtomicBoolean asked = new AtomicBoolean();
        write();
        ROTATION.look(files, () -> {});
        ROTATION.look(files, () -> asked.set(true));
        assertThat(asked).isTrue();
        write();
        ROTATION.look(files, () -> {
            // The first request and the second come to it at once.
            replace();
            replace();
        });
        write();
        ROTATION.look(files, () -> {});
        assertThat(read()).containsExactly("line 1", "line 2", "line 3");
    }

    @Test
    void a_look_that_was_interrupted_anywhere_is_taken_up_by_the_next() throws IOException {
        write();
        Files.createFile(directory.resolve("log.tmp"));
        replace();
        write();
        Files.createFile(directory.resolve("log.tmp"));
        ROTATION.look(files, () -> {});
        replace();
        write();
        assertThat(read()).containsExactly("line 2", "line 3");
        ROTATION.look(files, this::replace);
        write();
        Files.delete(directory.resolve("log.2"));
        ROTATION.look(files, () -> {});
        replace();
        write();
        assertThat(read()).endsWith("line 4", "line 5");
    }

    @Test
    void a_follower_sees_each_line_once_over_replacements_of_both_kinds() throws Exception {
        write();
        List<LogRecord> seen = new CopyOnWriteArrayList<>();
        AtomicBoolean goOn = new AtomicBoolean(true);
        Thread follower = new Thread(
                () -> new LogReader(files, new LogQuery(Optional.empty(), OptionalInt.empty(), true), seen::add)
                        .read(goOn::get));
        follower.start();
        try {
            await().until(() -> seen.size() == 1);
            for (int i = 2; i < 30; i++) {
                ROTATION.look(files, i % 2 == 0 ? this::replace : () -> {});
                write();
                int lines = i;
                await().until(() -> seen.size() >= lines);
            }
            replace();
            replace();
            replace();
            write();
            await().until(() -> seen.size() >= 30);
        } finally {
            goOn.set(false);
            follower.join();
        }
        assertThat(seen).hasSize(30).extracting(LogRecord::text).doesNotHaveDuplicates();
        assertThat(seen.get(29).text()).isEqualTo("line 30");
    }

    private void write() throws IOException {
        String line = "2026-01-31T12:00:00.000000000+00:00 stdout F line " + ++written + "\n";
        writer.write(StandardCharsets.UTF_8.encode(line));
    }

    /** As reopen_k8s_file in conmon's ctr_logging.c. */
    private void replace() {
        try {
            writer.close();
            Path coming = directory.resolve("log.tmp");
            writer = FileChannel.open(
                    coming, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(coming, directory.resolve("log"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> read() {
        List<String> texts = new ArrayList<>();
        new LogReader(files, LogQuery.ALL, record -> texts.add(record.text())).read(() -> false);
        return texts;
    }

    /** The writer takes its next file whenever it likes, also between two steps of a look. */
    @Test
    void a_writer_that_replaces_its_file_during_each_look_loses_no_line_and_doubles_none() throws Exception {
        Rotation boundless = new Rotation(1 << 20, 10_000);
        int rounds = 500;
        boundless.look(files, () -> {});
        AtomicInteger turn = new AtomicInteger();
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int round = 1; round <= rounds; round++) {
                while (turn.get() < round) {
                    Thread.onSpinWait();
                }
                try {
                    write();
                    replace();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                turn.set(-round);
            }
        });
        for (int round = 1; round <= rounds; round++) {
            turn.set(round);
            boundless.look(files, () -> {});
            while (turn.get() != -round && !writing.isDone()) {
                Thread.onSpinWait();
            }
        }
        writing.get(10, TimeUnit.SECONDS);
        boundless.look(files, () -> {});

        List<String> numbered = new ArrayList<>();
        for (Path part : files.numbered().values()) {
            numbered.addAll(Files.readAllLines(part));
        }
        assertThat(numbered).doesNotHaveDuplicates().hasSize(rounds);
    }
}
