package dev.gantry.server.container.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.facts.LogLine;
import org.junit.jupiter.api.Test;

class LineSearchTest {
    private final LineSearch search = new LineSearch("Error");

    @Test
    void a_line_that_holds_the_text_in_any_case_is_let_through() {
        assertThat(search.add(line("stdout", "an ERROR here")))
                .extracting(LogLine::text)
                .containsExactly("an ERROR here");
        assertThat(search.add(line("stdout", "all is well"))).isEmpty();
    }

    @Test
    void colours_are_not_in_the_way() {
        assertThat(search.add(line("stdout", "\u001b[31mer\u001b[0mror"))).hasSize(1);
    }

    @Test
    void a_hit_may_cross_the_parts_of_a_line_and_brings_all_of_them() {
        assertThat(search.add(part("stdout", "one er"))).isEmpty();
        assertThat(search.add(line("stderr", "in between"))).isEmpty();
        assertThat(search.add(line("stdout", "ror"))).extracting(LogLine::text).containsExactly("one er", "ror");
        assertThat(search.add(line("stdout", "next"))).isEmpty();
    }

    @Test
    void a_line_without_end_is_held_within_bounds_and_ends_all_the_same() {
        search.add(part("stdout", "error"));
        for (int i = 0; i < 3_000; i++) {
            search.add(part("stdout", "x".repeat(1_000)));
        }
        var found = search.add(line("stdout", "the end"));
        assertThat(found.stream().mapToInt(each -> each.text().length()).sum()).isLessThan(1_100_000);
        assertThat(found.get(found.size() - 1).partial()).isFalse();
    }

    private static LogLine line(String stream, String text) {
        return new LogLine("2026-01-01T00:00:00.000000001Z", stream, text, false);
    }

    private static LogLine part(String stream, String text) {
        return new LogLine("2026-01-01T00:00:00.000000001Z", stream, text, true);
    }
}
