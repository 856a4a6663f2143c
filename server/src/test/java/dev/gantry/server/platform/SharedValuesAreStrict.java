package dev.gantry.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import dev.gantry.server.platform.request.Prefer;
import dev.gantry.server.platform.request.Versions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SharedValuesAreStrict {
    @ParameterizedTest
    @EnumSource(RefusalCode.class)
    void each_refusal_of_the_libraries_has_a_status(RefusalCode code) {
        assertThat(ErrorCode.of(code).status().isError()).isTrue();
    }

    @Test
    void ids_are_uuids_of_version_7_that_sort_by_time() {
        Ids early = new Ids(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
        Ids late = new Ids(Clock.fixed(Instant.parse("2026-01-01T00:00:01Z"), ZoneOffset.UTC));
        UUID id = early.next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.toString()).isLessThan(late.next().toString());
    }

    @Test
    void a_page_ends_with_the_cursor_of_the_next() {
        Page<String> page = Page.of(List.of("a", "b", "c"), PageQuery.of("letters", 2, null), 5, item -> item);
        assertThat(page.items()).containsExactly("a", "b");
        assertThat(PageQuery.of("letters", 2, page.next()).after()).isEqualTo("b");
        assertThat(Page.of(List.of("a"), PageQuery.of("letters", 2, null), 1, item -> item)
                        .next())
                .isNull();
        assertThatThrownBy(() -> PageQuery.of("letters", 201, null)).isInstanceOf(ProblemException.class);
    }

    @Test
    void a_cursor_that_no_page_of_the_list_ended_with_is_refused() {
        String own = PageQuery.of("letters", 1, null).cursor("b");
        String others = PageQuery.of("numbers", 1, null).cursor("b");
        String plain = Base64.getUrlEncoder().withoutPadding().encodeToString("b".getBytes(StandardCharsets.UTF_8));
        for (String bad : List.of("%", "b", "page 2", plain, others, own + "A", own.substring(1), "AAAAAAAA")) {
            assertThatThrownBy(() -> PageQuery.of("letters", 1, bad))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CURSOR_INVALID));
        }
    }

    @Test
    void prefer_is_read_as_the_standard_says() {
        assertThat(Prefer.valueOf("").upTo()).isEqualTo(Duration.ofSeconds(5));
        assertThat(Prefer.valueOf("respond-async").upTo()).isZero();
        assertThat(Prefer.valueOf("handling=strict, wait=7").upTo()).isEqualTo(Duration.ofSeconds(7));
        assertThat(Prefer.valueOf("wait=600").upTo()).isEqualTo(Duration.ofSeconds(60));
        assertThatThrownBy(() -> Prefer.valueOf("wait=soon")).isInstanceOf(ProblemException.class);
    }

    @Test
    void a_change_needs_the_version_it_was_made_to() {
        Versions.require("\"3\"", 3, "Change");
        Versions.require("*", 3, "Change");
        assertThatThrownBy(() -> Versions.require(null, 3, "Change")).hasMessageContaining("PRECONDITION_REQUIRED");
        assertThatThrownBy(() -> Versions.require("\"2\"", 3, "Change")).hasMessageContaining("PRECONDITION_FAILED");
    }
}
