package dev.gantry.server.image.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextDifferenceTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> shown(TextDifference difference) {
        return difference.hunks().stream()
                .flatMap(hunk -> java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("@" + hunk.beforeLine() + "," + hunk.afterLine()),
                        hunk.lines().stream()
                                .map(line -> switch (line.fate()) {
                                            case SAME -> " ";
                                            case REMOVED -> "-";
                                            case ADDED -> "+";
                                        }
                                        + line.text())))
                .toList();
    }

    @Test
    void changes_are_shown_with_three_lines_around_them_and_their_line_numbers() {
        TextDifference difference =
                TextDifference.of(utf8("1\n2\n3\n4\n5\n6\n7\n8\n9\n"), utf8("1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n"));
        assertThat(shown(difference))
                .containsExactly("@2,2", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8", " 9", "+10");
    }

    @Test
    void a_line_feed_that_went_missing_at_the_end_is_a_change() {
        assertThat(shown(TextDifference.of(utf8("a\n"), utf8("a"))))
                .containsExactly("@1,1", "-a", "+a (no line feed at the end)");
        assertThat(TextDifference.of(utf8("a\n"), utf8("a\n")).hunks()).isEmpty();
        assertThat(shown(TextDifference.of(new byte[0], utf8("a\n")))).containsExactly("@1,1", "+a");
    }

    @Test
    void what_is_no_text_is_said_to_be_none() {
        assertThat(TextDifference.of(new byte[] {0, 1}, utf8("a")).kind()).isEqualTo(TextDifference.Kind.BINARY);
        assertThat(TextDifference.of(new byte[] {(byte) 0xff}, utf8("a")).kind())
                .isEqualTo(TextDifference.Kind.BINARY);
    }

    @Test
    void random_texts_are_led_over_into_each_other_on_a_shortest_way() {
        Random random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            List<String> before = lines(random);
            List<String> after = lines(random);
            List<LineDiff.Line> way = LineDiff.of(before, after);
            assertThat(without(way, LineDiff.Fate.ADDED)).isEqualTo(before);
            assertThat(without(way, LineDiff.Fate.REMOVED)).isEqualTo(after);
            long same = way.stream()
                    .filter(line -> line.fate() == LineDiff.Fate.SAME)
                    .count();
            assertThat(same).as(before + " " + after).isEqualTo(longestCommon(before, after));
        }
    }

    @Test
    void texts_with_nothing_in_common_count_as_rewritten() {
        List<String> before = Collections.nCopies(LineDiff.MOST_EDITS, "a");
        List<String> after = new ArrayList<>(Collections.nCopies(LineDiff.MOST_EDITS, "b"));
        after.add(LineDiff.MOST_EDITS / 2, "a");
        List<LineDiff.Line> way = LineDiff.of(before, after);
        assertThat(way).hasSize(before.size() + after.size());
        assertThat(way.get(0).fate()).isEqualTo(LineDiff.Fate.REMOVED);
    }

    private static List<String> lines(Random random) {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            lines.add(String.valueOf(random.nextInt(3)));
        }
        return lines;
    }

    private static List<String> without(List<LineDiff.Line> way, LineDiff.Fate fate) {
        return way.stream()
                .filter(line -> line.fate() != fate)
                .map(LineDiff.Line::text)
                .toList();
    }

    private static long longestCommon(List<String> a, List<String> b) {
        int[][] longest = new int[a.size() + 1][b.size() + 1];
        for (int i = 1; i <= a.size(); i++) {
            for (int j = 1; j <= b.size(); j++) {
                longest[i][j] = a.get(i - 1).equals(b.get(j - 1))
                        ? longest[i - 1][j - 1] + 1
                        : Math.max(longest[i - 1][j], longest[i][j - 1]);
            }
        }
        return longest[a.size()][b.size()];
    }
}
