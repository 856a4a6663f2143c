package dev.gantry.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.testing.FakeRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is sent, where to, and as whom. */
class PushTest extends RegistryTestBed {
    private static final String UPLOADS = "/v2/" + NAME + "/blobs/uploads/";
    private static final byte[] LARGE = bytes((32 << 20) + 1000);
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final List<Long> told = new ArrayList<>();

    private RegistryWriter writer(RegistryEndpoint endpoint) {
        return new RegistryWriter(endpoint, NAME, connections);
    }

    private void push(RegistryWriter writer, byte[] blob) {
        writer.blob(descriptor(blob), () -> new ByteArrayInputStream(blob), Optional.empty(), told::add);
    }

    private static void accept(HttpExchange exchange, int status, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        exchange.sendResponseHeaders(status, -1);
    }

    private void take(HttpExchange exchange, int status) throws IOException {
        received.write(exchange.getRequestBody().readAllBytes());
        accept(exchange, status, "/upload/2?_state=x");
    }

    @Test
    void a_small_blob_goes_in_one_piece() {
        registry.on(UPLOADS, exchange -> accept(exchange, 202, "/upload/1?_state=x"));
        registry.on("/upload/1", exchange -> {
            assertThat(exchange.getRequestURI().getQuery()).isEqualTo("_state=x&digest=" + Digest.of(BLOB));
            take(exchange, 201);
        });
        push(writer(endpoint()), BLOB);
        assertThat(received.toByteArray()).isEqualTo(BLOB);
        assertThat(told).containsExactly((long) BLOB.length);
    }

    @Test
    void a_large_blob_goes_in_chunks_and_on_after_a_break() {
        AtomicInteger chunks = new AtomicInteger();
        registry.on(UPLOADS, exchange -> accept(exchange, 202, "/upload/2"));
        registry.on("/upload/2", exchange -> {
            switch (exchange.getRequestMethod()) {
                case "PATCH" -> {
                    if (chunks.getAndIncrement() == 1) {
                        exchange.getRequestBody().skipNBytes(1000);
                        exchange.sendResponseHeaders(503, -1);
                        return;
                    }
                    take(exchange, 202);
                }
                case "GET" -> {
                    exchange.getResponseHeaders().set("Range", "0-" + (received.size() - 1));
                    accept(exchange, 204, "/upload/2");
                }
                default -> take(exchange, 201);
            }
        });
        push(writer(endpoint()), LARGE);
        assertThat(received.toByteArray()).isEqualTo(LARGE);
        assertThat(pauses).hasSize(1);
    }

    @Test
    void a_small_blob_that_broke_off_goes_on_where_the_registry_says() {
        AtomicInteger puts = new AtomicInteger();
        registry.on(UPLOADS, exchange -> accept(exchange, 202, "/upload/1?_state=0"));
        registry.on("/upload/1", exchange -> {
            if (exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Range", "0-" + (received.size() - 1));
                accept(exchange, 204, "/upload/1?_state=1000");
            } else if (puts.getAndIncrement() == 0) {
                received.write(exchange.getRequestBody().readNBytes(1000));
                exchange.sendResponseHeaders(503, -1);
            } else {
                assertThat(exchange.getRequestURI().getQuery()).startsWith("_state=1000&");
                take(exchange, 201);
            }
        });
        push(writer(endpoint()), BLOB);
        assertThat(received.toByteArray()).isEqualTo(BLOB);
    }

    @Test
    void an_upload_whose_last_answer_was_lost_is_done() {
        registry.on(UPLOADS, exchange -> accept(exchange, 202, "/upload/1"));
        registry.on("/upload/1", exchange -> {
            exchange.getRequestBody().readAllBytes();
            registry.serve(BLOB_PATH, "application/octet-stream", BLOB);
            exchange.sendResponseHeaders(503, -1);
        });
        push(writer(endpoint()), BLOB);
        assertThat(registry.asked("/upload/1")).hasSize(1);
    }

    @Test
    void a_registry_that_has_more_than_was_sent_is_refused() {
        registry.on(UPLOADS, exchange -> accept(exchange, 202, "/upload/2"));
        registry.on("/upload/2", exchange -> {
            exchange.getResponseHeaders().set("Range", "0-99999999999");
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("GET") ? 204 : 503, -1);
        });
        assertThat(refusal(() -> push(writer(endpoint()), LARGE)).code()).isEqualTo(RefusalCode.REGISTRY_INVALID);
    }

    @Test
    void a_blob_of_another_repository_is_mounted() {
        registry.on(UPLOADS, exchange -> {
            assertThat(exchange.getRequestURI().getQuery()).isEqualTo("mount=" + Digest.of(BLOB) + "&from=team/base");
            accept(exchange, 201, "/v2/" + NAME + "/blobs/" + Digest.of(BLOB));
        });
        writer(endpoint())
                .blob(descriptor(BLOB), () -> new ByteArrayInputStream(BLOB), Optional.of("team/base"), told::add);
        assertThat(registry.asked()).hasSize(1);
    }

    @Test
    void an_upload_location_on_another_host_gets_no_credentials() {
        registry.on(
                UPLOADS,
                FakeRegistry.guarded(
                        BASIC,
                        "Basic realm=\"r\"",
                        exchange -> accept(exchange, 202, stranger.url("localhost", "/upload"))));
        stranger.on("/upload", exchange -> take(exchange, 201));
        push(writer(endpoint().withCredentials(ANNA)), BLOB);
        assertThat(stranger.asked())
                .singleElement()
                .satisfies(asked -> assertThat(asked.authorization()).isEmpty());
    }

    @Test
    void an_upload_location_on_another_host_may_not_ask_for_credentials() {
        registry.on(UPLOADS, exchange -> accept(exchange, 202, stranger.url("localhost", "/upload")));
        stranger.on("/upload", FakeRegistry.guarded(BASIC, "Basic realm=\"r\"", exchange -> {}));
        assertThat(refusal(() -> push(writer(endpoint().withCredentials(ANNA)), BLOB)))
                .hasMessageContaining("that one gets none");
    }

    @Test
    void an_upload_that_is_redirected_is_refused() {
        registry.on(UPLOADS, FakeRegistry.redirect(stranger.url("localhost", "/away")));
        assertThat(refusal(() -> push(writer(endpoint()), BLOB)).code()).isEqualTo(RefusalCode.REGISTRY_INVALID);
        assertThat(stranger.asked()).isEmpty();
    }

    @Test
    void a_registry_that_takes_no_blobs_says_why() {
        registry.on(
                UPLOADS,
                exchange -> FakeRegistry.reply(
                        exchange,
                        403,
                        "application/json",
                        "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"read only\"}]}"
                                .getBytes(StandardCharsets.UTF_8)));
        assertThat(refusal(() -> push(writer(endpoint()), BLOB)))
                .hasMessageContaining("REGISTRY_DENIED")
                .hasMessageContaining("DENIED read only");
    }
}
