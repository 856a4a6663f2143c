package dev.gantry.server.distribution.blob;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=2-, 2, 10",
        "bytes=-3, 7, 10",
        "bytes=-30, 0, 10",
        "bytes=5-999999999999999999, 5, 10"
    })
    void a_range_is_cut_to_what_there_is(String header, long from, long end) {
        assertThat(ByteRange.parse(header, 10)).isEqualTo(new ByteRange(from, end));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes=--1"})
    void what_is_no_single_range_is_ignored(String header) {
        assertThat(ByteRange.parse(header, 10)).isNull();
    }

    @Test
    void a_range_behind_the_end_can_not_be_served() {
        ByteRange behind = ByteRange.parse("bytes=10-12", 10);
        assertThat(behind).isNotNull();
        assertThat(java.util.Objects.requireNonNull(behind).satisfiable(10)).isFalse();
        assertThat(java.util.Objects.requireNonNull(ByteRange.parse("bytes=-0", 10))
                        .satisfiable(10))
                .isFalse();
    }
}
