package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResolversTest {
    private static final List<String> STUB = List.of("# stub", "nameserver 127.0.0.53", "options edns0 trust-ad");

    @Test
    void containers_get_the_hosts_servers_without_those_that_only_the_host_can_reach() {
        Resolvers resolvers = Resolvers.of(
                List.of(
                        "nameserver 127.0.0.1",
                        "nameserver  192.0.2.53 ",
                        "nameserver fe80::1%eth0",
                        "search a.example"),
                List.of("nameserver 192.0.2.99"));
        assertThat(resolvers.servers()).containsExactly("192.0.2.53");
        assertThat(resolvers.text()).isEqualTo("nameserver  192.0.2.53\nsearch a.example\n");
        assertThat(resolvers.trouble()).isEmpty();
    }

    @Test
    void behind_a_local_stub_they_get_the_servers_that_it_asks() {
        Resolvers resolvers = Resolvers.of(STUB, List.of("nameserver 2001:db8::53", "nameserver 192.0.2.53"));
        assertThat(resolvers.servers()).containsExactly("192.0.2.53");
        assertThat(resolvers.text()).isEqualTo("nameserver 192.0.2.53\n");
        assertThat(resolvers.trouble()).isEmpty();
    }

    @Test
    void where_all_servers_are_loopback_or_ipv6_ones_the_trouble_names_them() {
        Resolvers resolvers = Resolvers.of(STUB, List.of("nameserver 2001:db8::53"));
        assertThat(resolvers.servers()).isEmpty();
        assertThat(resolvers.text()).isEqualTo("options edns0 trust-ad\n");
        assertThat(resolvers.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble)
                        .contains("(127.0.0.53, 2001:db8::53)")
                        .contains("IPv4 address"));
        assertThat(Resolvers.of(List.of("nameserver 0.0.0.0"), List.of()).unusable())
                .containsExactly("0.0.0.0");
    }

    @Test
    void a_host_without_a_name_server_says_so() {
        assertThat(Resolvers.of(List.of(), List.of()).trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble).contains("names no server"));
    }
}
