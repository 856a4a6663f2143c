package dev.gantry.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.engine.container.LogQuery;
import dev.gantry.engine.container.LogRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {
    @TempDir
    Path directory;

    private LogFiles files;

    @BeforeEach
    void prepare() {
        files = new LogFiles(directory);
    }

    @Test
    void records_come_in_order_across_the_parts() throws IOException {
        write("log.2", line(1, "one"));
        write("log.10", line(2, "two"));
        write("log", line(3, "three") + "2026-01-31T12:00:04.000000000+00:00 stderr P unfin");
        assertThat(texts(LogQuery.ALL)).containsExactly("one", "two", "three");
    }

    @Test
    void the_tail_may_begin_in_an_older_part() throws IOException {
        write("log.1", line(1, "one") + line(2, "two"));
        write("log", line(3, "three"));
        assertThat(texts(new LogQuery(Optional.empty(), OptionalInt.of(2), false)))
                .containsExactly("two", "three");
        assertThat(texts(new LogQuery(Optional.empty(), OptionalInt.of(9), false)))
                .containsExactly("one", "two", "three");
        assertThat(texts(new LogQuery(Optional.empty(), OptionalInt.of(0), false)))
                .isEmpty();
    }

    @Test
    void since_is_inclusive() throws IOException {
        write("log", line(1, "one") + line(2, "two"));
        Instant second = Instant.parse("2026-01-31T12:00:02Z");
        assertThat(texts(new LogQuery(Optional.of(second), OptionalInt.empty(), false)))
                .containsExactly("two");
    }

    @Test
    void lines_that_conmon_never_wrote_are_passed_over() throws IOException {
        write("log", "garbage\n\n\0\0\0\n2026 stdout F x\n" + line(1, "one"));
        assertThat(texts(LogQuery.ALL)).containsExactly("one");
    }

    @Test
    void a_character_divided_between_two_records_is_put_together() throws IOException {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        Files.write(directory.resolve("log"), bytes("P a", new byte[] {euro[0]}));
        Files.write(
                directory.resolve("log"),
                bytes("F ", new byte[] {euro[1], euro[2], 'b', (byte) 0xff}),
                StandardOpenOption.APPEND);
        assertThat(read(LogQuery.ALL))
                .extracting(LogRecord::text, LogRecord::partial)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", true),
                        org.assertj.core.groups.Tuple.tuple("€b\ufffd", false));
    }

    @Test
    void a_ten_megabyte_line_is_read_in_bounded_pieces() throws IOException {
        write("log", line(1, "x".repeat(10 << 20)) + line(2, "after"));
        List<LogRecord> records = read(LogQuery.ALL);
        assertThat(records).hasSize(2);
        assertThat(records.get(0).text().length()).isLessThanOrEqualTo(64 << 10);
        assertThat(records.get(1).text()).isEqualTo("after");
    }

    private List<String> texts(LogQuery query) {
        return read(query).stream().map(LogRecord::text).toList();
    }

    private List<LogRecord> read(LogQuery query) {
        List<LogRecord> records = new ArrayList<>();
        new LogReader(files, query, records::add).read(() -> false);
        return records;
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    private static byte[] bytes(String head, byte[] rest) throws IOException {
        var all = new java.io.ByteArrayOutputStream();
        all.write(("2026-01-31T12:00:01.000000000+00:00 stdout " + head).getBytes(StandardCharsets.UTF_8));
        all.write(rest);
        all.write('\n');
        return all.toByteArray();
    }

    private static String line(int second, String text) {
        return "2026-01-31T12:00:0" + second + ".000000000+00:00 stdout F " + text + "\n";
    }
}
