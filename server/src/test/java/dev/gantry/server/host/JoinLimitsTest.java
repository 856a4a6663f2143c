package dev.gantry.server.host;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.server.ManualClock;
import dev.gantry.server.platform.problem.ProblemException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JoinLimitsTest {
    private final ManualClock clock = ManualClock.stopped();
    private final JoinLimits limits = new JoinLimits(clock);

    private void attempts(int count, String address) {
        IntStream.range(0, count).forEach(i -> limits.attempt(address));
    }

    @Test
    void one_address_is_refused_others_are_not_and_a_minute_later_it_may_again() {
        attempts(JoinLimits.FOR_ADDRESS, "192.0.2.1");

        assertThatThrownBy(() -> limits.attempt("192.0.2.1")).isInstanceOf(ProblemException.class);
        assertThatCode(() -> limits.attempt("192.0.2.2")).doesNotThrowAnyException();
        clock.advance(Duration.ofMinutes(1));
        assertThatCode(() -> limits.attempt("192.0.2.1")).doesNotThrowAnyException();
    }

    @Test
    void all_addresses_of_a_network_of_ipv6_are_one() {
        attempts(JoinLimits.FOR_ADDRESS, "2001:db8::1");

        assertThatThrownBy(() -> limits.attempt("2001:db8::ffff:2")).isInstanceOf(ProblemException.class);
        assertThatCode(() -> limits.attempt("2001:db8:0:1::1")).doesNotThrowAnyException();
    }

    @Test
    void many_addresses_together_are_refused_too() {
        IntStream.range(0, JoinLimits.IN_TOTAL).forEach(i -> limits.attempt("198.51." + i / 10 + "." + i % 10));

        assertThatThrownBy(() -> limits.attempt("203.0.113.1")).hasMessageContaining("in all");
    }

    @Test
    void what_succeeds_does_not_count() {
        for (int i = 0; i < 2 * JoinLimits.IN_TOTAL; i++) {
            limits.attempt("192.0.2.1");
            limits.succeeded("192.0.2.1");
        }
        assertThatCode(() -> limits.attempt("192.0.2.1")).doesNotThrowAnyException();
    }
}
