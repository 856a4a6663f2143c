package dev.gantry.server.agentport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnAddressesTest {
    private static final List<String> ALL = List.of("10.210.16.1", "172.17.0.1", "192.0.2.2", "fd00::2");

    @Test
    void the_address_that_others_see_comes_before_those_of_bridges() {
        assertThat(OwnAddresses.outwardFirst(Optional.of("192.0.2.2"), ALL))
                .containsExactly("192.0.2.2", "10.210.16.1", "172.17.0.1", "fd00::2");
    }

    @Test
    void without_a_way_out_or_behind_loopback_the_order_stays() {
        assertThat(OwnAddresses.outwardFirst(Optional.empty(), ALL)).isEqualTo(ALL);
        assertThat(OwnAddresses.outwardFirst(Optional.of("127.0.0.1"), ALL)).isEqualTo(ALL);
    }
}
