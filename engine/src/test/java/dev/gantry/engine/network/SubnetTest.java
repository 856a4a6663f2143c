package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.refusal.RefusedException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
    @Test
    void the_first_free_address_follows_the_bridges() {
        Subnet subnet = Subnet.parse("10.210.0.0/30");
        assertThat(subnet.gateway()).isEqualTo("10.210.0.1");
        assertThat(subnet.free(Set.of())).contains("10.210.0.2");
        assertThat(subnet.free(Set.of("10.210.0.2"))).isEmpty();
    }

    @Test
    void subnets_overlap_when_one_holds_the_other() {
        assertThat(Subnet.parse("10.0.0.0/8").overlaps(Subnet.parse("10.210.0.0/20")))
                .isTrue();
        assertThat(Subnet.parse("10.210.0.0/20").overlaps(Subnet.parse("10.210.16.0/20")))
                .isFalse();
        assertThat(Subnet.parse("0.0.0.0/0").overlaps(Subnet.parse("10.210.16.0/20")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.210.0.1/20", "10.210.0/20", "10.210.0.0/33", "10.210.0.256/32", "fd00::/8", ""})
    void what_is_no_network_is_refused(String text) {
        assertThatThrownBy(() -> Subnet.parse(text)).isInstanceOf(RefusedException.class);
    }

    @Test
    void routes_are_read_from_the_kernels_table() {
        List<String> table = List.of(
                "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
                "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
                "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0");
        assertThat(HostNetwork.parseRoutes(table)).containsExactly(Subnet.parse("192.0.2.0/24"));
    }
}
