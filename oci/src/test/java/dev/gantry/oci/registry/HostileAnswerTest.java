package dev.gantry.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.testing.FakeRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Answers that never end, and ways that lead in circles. */
class HostileAnswerTest extends RegistryTestBed {
    private static final String LATEST = FakeRegistry.manifestPath(NAME, "latest");
    private static final int MIB = 1 << 20;

    private final AtomicInteger sent = new AtomicInteger();

    /** Up to 1 GiB, unless the reader hangs up. */
    private void endless(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, 0);
        while (sent.getAndIncrement() < 1024) {
            exchange.getResponseBody().write(new byte[MIB]);
        }
    }

    @Test
    void a_manifest_that_never_ends_is_given_up_at_its_limit() {
        registry.on(LATEST, exchange -> endless(exchange, 200));
        assertThat(refusal(() -> anonymous().manifest("latest")))
                .hasMessageContaining("REGISTRY_INVALID")
                .hasMessageContaining("more than 4194304 bytes");
        assertThat(sent.get()).isLessThan(64);
    }

    @Test
    void a_refusal_that_never_ends_is_not_read_to_its_end() {
        registry.on(LATEST, exchange -> endless(exchange, 403));
        assertThat(refusal(() -> anonymous().manifest("latest")).code()).isEqualTo(RefusalCode.REGISTRY_DENIED);
        assertThat(sent.get()).isLessThan(64);
    }

    @Test
    void a_token_that_never_ends_is_given_up() {
        registry.on(
                LATEST,
                FakeRegistry.guarded(
                        "never", "Bearer realm=\"" + registry.url("127.0.0.1", "/token") + "\"", exchange -> {}));
        registry.on("/token", exchange -> endless(exchange, 200));
        assertThat(refusal(() -> anonymous().manifest("latest"))).isNotNull();
        assertThat(sent.get()).isLessThan(64);
    }

    @Test
    void two_hosts_that_send_each_other_the_asker_are_left_and_learn_nothing() {
        registry.on(BLOB_PATH, FakeRegistry.redirect(stranger.url("localhost", BLOB_PATH)));
        stranger.on(BLOB_PATH, FakeRegistry.redirect(registry.url("127.0.0.1", BLOB_PATH)));
        assertThat(refusal(() -> read(anna(), descriptor(BLOB)))).hasMessageContaining("more than 5 times");
        assertThat(stranger.asked())
                .hasSize(3)
                .allSatisfy(asked -> assertThat(asked.authorization()).isEqualTo(Optional.empty()));
    }

    @Test
    void headers_of_a_megabyte_are_refused() {
        registry.on(LATEST, exchange -> {
            exchange.getResponseHeaders().set("X-Padding", "x".repeat(MIB));
            FakeRegistry.reply(exchange, 200, "application/json", new byte[2]);
        });
        assertThat(refusal(() -> anonymous().manifest("latest"))).isNotNull();
    }
}
