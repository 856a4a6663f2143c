package dev.gantry.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.testing.FakeRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that break, lie, stall and storm. */
class BrokenBlobTest extends RegistryTestBed {
    private static final int CUT = 100_000;
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);

    /** Promises all, sends some and hangs up. */
    private static void cut(HttpExchange exchange, int from) throws IOException {
        exchange.sendResponseHeaders(from == 0 ? 200 : 206, BLOB.length - from);
        exchange.getResponseBody().write(BLOB, from, Math.min(CUT, BLOB.length - from));
        exchange.getResponseBody().flush();
    }

    private static int from(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
    }

    private static void contentRange(HttpExchange exchange, int from) {
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (BLOB.length - 1) + "/" + BLOB.length);
    }

    @Test
    void a_connection_that_breaks_goes_on_where_it_was() throws Exception {
        registry.on(BLOB_PATH, exchange -> {
            contentRange(exchange, from(exchange));
            cut(exchange, from(exchange));
        });
        assertThat(read(anonymous(), descriptor(BLOB))).isEqualTo(BLOB);
        assertThat(registry.asked().get(0).range()).isEmpty();
        // What the client had not read yet when the connection broke is asked for again, even all of it.
        List<Integer> offsets = registry.asked().stream()
                .flatMap(asked -> asked.range().stream())
                .map(range -> Integer.parseInt(range.replaceAll("bytes=([1-9][0-9]*)-", "$1")))
                .toList();
        assertThat(offsets).hasSizeGreaterThanOrEqualTo(2).isSorted().allMatch(offset -> offset < BLOB.length);
        // Each byte of progress lets the pauses begin anew.
        int advances = Set.copyOf(offsets).size();
        assertThat(pauses.stream().filter(Duration.ofMillis(500)::equals).count())
                .isBetween((long) advances, advances + 1L);
    }

    @Test
    void a_registry_without_ranges_sends_all_again() throws Exception {
        registry.on(BLOB_PATH, exchange -> {
            if (requests.getAndIncrement() == 0) {
                cut(exchange, 0);
            } else {
                FakeRegistry.reply(exchange, 200, "application/octet-stream", BLOB);
            }
        });
        assertThat(read(anonymous(), descriptor(BLOB))).isEqualTo(BLOB);
        assertThat(requests).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "-1"})
    void a_206_with_a_wrong_offset_is_refused(int wrong) {
        registry.on(BLOB_PATH, exchange -> {
            int from = from(exchange);
            if (from == 0) {
                cut(exchange, 0);
                return;
            }
            contentRange(exchange, wrong == 0 ? 0 : from + wrong);
            FakeRegistry.reply(exchange, 206, "application/octet-stream", Arrays.copyOfRange(BLOB, from, BLOB.length));
        });
        RefusedException refusal = refusal(() -> read(anonymous(), descriptor(BLOB)));
        assertThat(refusal.code()).isEqualTo(RefusalCode.REGISTRY_INVALID);
        // A connection that breaks before the client read a byte is begun anew; the lie itself is never asked for
        // twice.
        assertThat(registry.asked())
                .filteredOn(asked -> asked.range().isPresent())
                .hasSize(1);
        assertThat(registry.asked().get(registry.asked().size() - 1).range()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes */300000", "bytes 100000-199999/300000", "bytes 99999999999999999999-1/2"})
    void a_206_with_a_strange_range_is_refused(String range) {
        registry.on(BLOB_PATH, exchange -> {
            exchange.getResponseHeaders().set("Content-Range", range);
            cut(exchange, from(exchange));
        });
        assertThat(refusal(() -> read(anonymous(), descriptor(BLOB))).code()).isEqualTo(RefusalCode.REGISTRY_INVALID);
    }

    @Test
    void a_206_that_nobody_asked_for_is_refused() {
        registry.on(BLOB_PATH, exchange -> FakeRegistry.reply(exchange, 206, "application/octet-stream", BLOB));
        assertThat(refusal(() -> read(anonymous(), descriptor(BLOB))).code()).isEqualTo(RefusalCode.REGISTRY_INVALID);
    }

    @Test
    void a_blob_without_a_length_that_never_ends_is_stopped_at_its_size() {
        registry.on(BLOB_PATH, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(BLOB);
            while (requests.getAndIncrement() < 10_000) {
                exchange.getResponseBody().write(BLOB);
            }
        });
        assertThat(refusal(() -> read(anonymous(), descriptor(BLOB))))
                .hasMessageContaining("longer than the promised 300000 bytes");
        assertThat(requests.get()).isLessThan(100);
    }

    @Test
    void a_blob_without_a_length_is_read_to_its_end() throws Exception {
        registry.on(BLOB_PATH, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(BLOB);
        });
        assertThat(read(anonymous(), descriptor(BLOB))).isEqualTo(BLOB);
    }

    @Test
    void a_blob_of_another_length_is_refused_before_it_is_read() {
        registry.serve(BLOB_PATH, "application/octet-stream", Arrays.copyOf(BLOB, BLOB.length + 1));
        assertThat(refusal(() -> read(anonymous(), descriptor(BLOB)))).hasMessageContaining("was promised with 300000");
    }

    @Test
    void a_blob_with_other_bytes_is_refused() {
        byte[] other = BLOB.clone();
        other[other.length - 1] ^= 1;
        registry.serve(BLOB_PATH, "application/octet-stream", other);
        assertThat(refusal(() -> read(anonymous(), descriptor(BLOB))).code()).isEqualTo(RefusalCode.DIGEST_MISMATCH);
    }

    @Test
    void a_connection_without_a_byte_is_a_stall_and_goes_on_elsewhere() throws Exception {
        registry.on(BLOB_PATH, exchange -> {
            contentRange(exchange, from(exchange));
            cut(exchange, from(exchange));
            if (requests.getAndIncrement() == 0) {
                hang();
            }
        });
        assertThat(read(anonymous(), descriptor(BLOB))).isEqualTo(BLOB);
    }

    @Test
    void a_registry_that_takes_the_request_and_says_nothing_is_given_up() {
        registry.on(BLOB_PATH, exchange -> hang());
        assertThat(refusal(() -> read(anonymous(), descriptor(BLOB))))
                .hasMessageContaining("REGISTRY_UNREACHABLE")
                .hasMessageContaining("was silent");
        assertThat(pauses).hasSize(5);
        never.countDown();
    }

    private void hang() throws IOException {
        try {
            never.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void a_storm_of_refusals_ends_with_pauses_that_grow(int status) {
        registry.on(BLOB_PATH, exchange -> exchange.sendResponseHeaders(status, -1));
        assertThat(refusal(() -> read(anonymous(), descriptor(BLOB))))
                .hasMessageContaining("answered with " + status)
                .hasMessageContaining("tried 6 times");
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(500L, 1000L, 2000L, 4000L, 8000L);
    }

    @Test
    void retry_after_is_heeded_and_capped() throws Exception {
        registry.on(BLOB_PATH, exchange -> {
            int request = requests.getAndIncrement();
            if (request == 2) {
                FakeRegistry.reply(exchange, 200, "application/octet-stream", BLOB);
                return;
            }
            exchange.getResponseHeaders().set("Retry-After", request == 0 ? "7" : "999999999");
            exchange.sendResponseHeaders(429, -1);
        });
        assertThat(read(anonymous(), descriptor(BLOB))).isEqualTo(BLOB);
        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(30));
    }

    @Test
    void an_interrupt_ends_a_read_at_once() throws Exception {
        registry.on(BLOB_PATH, exchange -> {
            cut(exchange, 0);
            hang();
        });
        AtomicReference<RefusedException> thrown = new AtomicReference<>();
        Thread reader = new Thread(() -> thrown.set(refusal(() -> read(anonymous(), descriptor(BLOB)))));
        reader.start();
        await().until(() -> !registry.asked().isEmpty());
        reader.interrupt();
        reader.join(5000);
        never.countDown();
        assertThat(thrown.get()).isNotNull().hasMessageContaining("CANCELLED");
    }

    @Test
    void a_document_that_is_too_large_is_not_fetched() {
        Descriptor large = Descriptor.of(MediaType.OCI_CONFIG, Digest.of(BLOB), 5L << 20);
        assertThat(refusal(() -> anonymous().document(large)).code()).isEqualTo(RefusalCode.LIMIT_EXCEEDED);
        assertThat(registry.asked()).isEmpty();
    }

    @Test
    void a_mirror_that_lacks_the_blob_is_passed_over() throws Exception {
        stranger.serve(BLOB_PATH, "application/octet-stream", BLOB);
        RegistryEndpoint mirror =
                RegistryEndpoint.of("localhost:" + stranger.port()).withPlainHttp();
        RegistrySource source = new RegistrySource(RegistryAccess.of(endpoint(), mirror), NAME, connections);
        try (InputStream in = source.blob(descriptor(BLOB))) {
            assertThat(in.readAllBytes()).isEqualTo(BLOB);
        }
        assertThat(registry.asked()).hasSize(1);
    }
}
