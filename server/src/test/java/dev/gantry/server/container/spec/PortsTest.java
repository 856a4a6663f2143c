package dev.gantry.server.container.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.wish.ContainerSpec.PortMapping;
import dev.gantry.protocol.wish.ContainerSpec.Transport;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final List<Ports.Held> HELD = List.of(
            new Ports.Held("web", Transport.TCP, 80, null),
            new Ports.Held("api", Transport.TCP, 81, "192.0.2.1"),
            new Ports.Held("dns", Transport.UDP, 53, null));

    @Test
    void a_port_on_all_addresses_stands_in_the_way_of_each_address() {
        assertThat(Ports.conflict(List.of(port("192.0.2.9", 80, Transport.TCP)), HELD))
                .hasValueSatisfying(conflict -> {
                    assertThat(conflict.holder().container()).isEqualTo("web");
                    assertThat(conflict.free()).isEqualTo(OptionalInt.of(82));
                });
        assertThat(Ports.conflict(List.of(port(null, 81, Transport.TCP)), HELD)).isPresent();
    }

    @Test
    void other_addresses_and_other_transports_do_not_conflict() {
        assertThat(Ports.conflict(List.of(port("192.0.2.2", 81, Transport.TCP), port(null, 53, Transport.TCP)), HELD))
                .isEmpty();
    }

    @Test
    void the_last_port_has_no_free_one_above_it() {
        assertThat(Ports.conflict(
                        List.of(port(null, 65_535, Transport.TCP)),
                        List.of(new Ports.Held("x", Transport.TCP, 65_535, null))))
                .hasValueSatisfying(conflict -> assertThat(conflict.free()).isEmpty());
    }

    @Test
    void a_mapping_that_repeats_another_is_found() {
        assertThat(Ports.firstTwice(List.of(port("192.0.2.1", 80, Transport.TCP), port(null, 80, Transport.TCP))))
                .isEqualTo(OptionalInt.of(1));
        assertThat(Ports.firstTwice(List.of(port(null, 80, Transport.UDP), port(null, 80, Transport.TCP))))
                .isEqualTo(OptionalInt.empty());
    }

    private static PortMapping port(@Nullable String address, int port, Transport transport) {
        return new PortMapping(address, port, 80, transport);
    }
}
