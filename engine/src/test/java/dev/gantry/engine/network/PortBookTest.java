package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PortBookTest {
    private static final Endpoint.Port ALL_8080 = new Endpoint.Port(Optional.empty(), 8080, 80, "tcp");
    private static final Endpoint.Port LOCAL_8080 = new Endpoint.Port(Optional.of("127.0.0.1"), 8080, 80, "tcp");
    private static final Endpoint WEB = new Endpoint("1", "web", "10.210.0.2", List.of(ALL_8080));

    @Test
    void a_port_of_another_container_is_refused_with_its_name_and_the_next_free_port() {
        PortBook book = book(port -> port.hostPort() != 8081);
        assertThatThrownBy(() -> book.check("shop", List.of(LOCAL_8080)))
                .hasMessageContaining("PORT_TAKEN")
                .hasMessageContaining("the container web holds it")
                .hasMessageContaining("the next free one is 8082");
    }

    @Test
    void a_port_that_a_program_of_the_host_holds_is_refused() {
        PortBook book = book(port -> port.hostPort() != 9090);
        assertThatThrownBy(() -> book.check("shop", List.of(new Endpoint.Port(Optional.empty(), 9090, 80, "tcp"))))
                .hasMessageContaining("PORT_TAKEN")
                .hasMessageContaining("the next free one is 9091");
    }

    @Test
    void the_same_number_over_the_other_transport_is_another_port() {
        assertThatCode(() ->
                        book(port -> true).check("dns", List.of(new Endpoint.Port(Optional.empty(), 8080, 80, "udp"))))
                .doesNotThrowAnyException();
    }

    @Test
    void a_port_that_one_container_wants_twice_is_refused() {
        Endpoint.Port port = new Endpoint.Port(Optional.empty(), 9000, 80, "tcp");
        assertThatThrownBy(() -> book(p -> true).check("shop", List.of(port, port)))
                .hasMessageContaining("publishes it twice");
    }

    @Test
    void an_address_that_the_host_does_not_have_is_refused() {
        assertThatThrownBy(() -> book(p -> true)
                        .check("shop", List.of(new Endpoint.Port(Optional.of("203.0.113.7"), 9000, 80, "tcp"))))
                .hasMessageContaining("no address of this host");
    }

    private static PortBook book(Predicate<Endpoint.Port> isFree) {
        return new PortBook(List.of(WEB), isFree);
    }
}
