package dev.gantry.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.facts.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TroubleTest {
    @Test
    void a_refused_start_waits_for_another_wish() {
        Trouble trouble = trouble("PORT_TAKEN", true, 1);
        assertThat(trouble.isFinal()).isTrue();
        assertThat(trouble.holdsBack(Duration.ofDays(1).toNanos())).isTrue();
        assertThat(trouble.isAbout(2, 3)).isTrue();
        assertThat(trouble.isAbout(3, 3)).isFalse();
        assertThat(trouble.isAbout(2, 4)).isFalse();
    }

    @Test
    void a_full_disk_is_tried_again_with_growing_waits() {
        Trouble first = trouble("DISK_FULL", true, 1);
        assertThat(first.holdsBack(Duration.ofMillis(900).toNanos())).isTrue();
        assertThat(first.holdsBack(Duration.ofMillis(1100).toNanos())).isFalse();
        assertThat(trouble("DISK_FULL", true, 4).holdsBack(Duration.ofSeconds(7).toNanos()))
                .isTrue();
        assertThat(trouble("DISK_FULL", true, 99)
                        .holdsBack(Duration.ofSeconds(61).toNanos()))
                .isFalse();
    }

    @Test
    void what_should_be_gone_is_tried_again_whatever_the_cause() {
        assertThat(trouble("RUNTIME_FAILED", false, 1).isFinal()).isFalse();
    }

    private static Trouble trouble(String code, boolean making, int attempts) {
        return Trouble.of(2, 3, new Problem(code, "t", "w", "a"), making, attempts, 0);
    }
}
