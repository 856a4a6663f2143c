package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.layer.LayerStack;
import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.Index;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.testing.FakeRegistry;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pulls that go well, go on, go at the same time, and end early. */
class ImagePullTest extends PullTestBed {
    private final CountDownLatch gate = new CountDownLatch(1);

    private void hold() throws IOException {
        try {
            if (!gate.await(20, TimeUnit.SECONDS)) {
                throw new IOException("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String layerPath(ImageFixture image, int number) {
        return FakeRegistry.blobPath(NAME, image.blobs(image.compression()).get(number));
    }

    /** Sends half of a layer, and the rest when the gate opens. */
    private void halted(ImageFixture image, int number) {
        byte[] blob = image.blobs(image.compression()).get(number);
        registry.on(layerPath(image, number), exchange -> {
            exchange.sendResponseHeaders(200, blob.length);
            exchange.getResponseBody().write(blob, 0, blob.length / 2);
            exchange.getResponseBody().flush();
            hold();
            exchange.getResponseBody().write(blob, blob.length / 2, blob.length - blob.length / 2);
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "GZIP", "ZSTD"})
    void a_pulled_image_is_the_imported_one(Compression compression) {
        ImageFixture app = app().compression(compression);
        registry.serve(NAME, "1", app);
        Image image = pull(":1");
        assertThat(image.names()).containsExactly(reference(":1"));
        assertThat(image.config()).isEqualTo(app.config());
        LayerStack stack = images.use(image.digest(), "1".repeat(32), "web");
        assertThat(stack.lowers().get(1).resolve("bin/app")).hasContent("base");
        images.release("1".repeat(32));
        images.remove(reference(":1").toString(), false);
        Image imported = imported(app.ociArchive());
        assertThat(imported.digest()).isEqualTo(image.digest());
        assertThat(imported.layers()).isEqualTo(image.layers());
    }

    @Test
    void what_is_here_is_not_fetched_again() {
        registry.serve(NAME, "1", app());
        registry.serve(NAME, "2", app().layer(new TarFixture().file("more", "3")));
        pull(":1");
        int before = registry.asked().size();
        pull(":1");
        assertThat(registry.asked().subList(before, registry.asked().size()))
                .singleElement()
                .satisfies(asked -> assertThat(asked.method()).isEqualTo("HEAD"));
        int fetched = fetched().size();
        pull(":2");
        assertThat(fetched()).hasSize(fetched + 2);
        assertThat(images.list()).hasSize(2);
    }

    @Test
    void another_platform_of_an_index_that_was_kept_is_pulled_later_and_not_run_here() {
        ImageFixture other = app().platform("linux", "arm64").command("/bin/other");
        registry.serve(NAME, "arm", other).serve(NAME, "amd", app());
        Index index = Index.of(List.of(listed(other, "arm64"), listed(app(), "amd64")));
        registry.serve(NAME, "1", index);
        Image own = pull(":1");
        int before = registry.asked(
                        FakeRegistry.manifestPath(NAME, index.raw().digest().toString()))
                .size();

        Image arm = pull(":1", PlatformChoice.parse("linux/aarch64"));
        assertThat(arm.config()).isEqualTo(other.config());
        assertThat(registry.asked(
                        FakeRegistry.manifestPath(NAME, index.raw().digest().toString())))
                .as("the index is here")
                .hasSize(before);
        assertThat(arm.names()).as("the name means what was pulled last").containsExactly(reference(":1"));
        assertThatThrownBy(() -> images.use(arm.digest(), "1".repeat(32), "web"))
                .hasMessageContaining("PLATFORM_MISMATCH")
                .hasMessageContaining("it is for linux/arm64 and this host is linux/amd64");
        images.use(own.digest(), "1".repeat(32), "web");
        images.release("1".repeat(32));
        images.remove(own.digest().toString(), true);
        assertThat(root.blob(index.raw().digest()))
                .as("the other image needs it")
                .exists();
    }

    private Descriptor listed(ImageFixture image, String architecture) {
        Manifest manifest = image.manifest();
        return new Descriptor(
                manifest.mediaType().text(),
                manifest.raw().digest(),
                manifest.raw().size(),
                Optional.of(new ImageConfig.Platform("linux", architecture, Optional.empty(), Optional.empty())),
                Map.of());
    }

    @Test
    void two_pulls_of_one_image_are_one() {
        ImageFixture app = app();
        registry.serve(NAME, "1", app);
        halted(app, 0);
        CompletableFuture<Image> first = CompletableFuture.supplyAsync(() -> pull(":1"));
        await().until(() -> fetched().contains(layerPath(app, 0)));
        CompletableFuture<Image> second = CompletableFuture.supplyAsync(() -> pull(":1"));
        await().until(() -> registry.asked(FakeRegistry.manifestPath(NAME, "1")).size() == 2);
        gate.countDown();
        assertThat(first.join()).isEqualTo(second.join());
        assertThat(fetched().stream().filter(layerPath(app, 0)::equals)).hasSize(1);
    }

    @Test
    void a_pull_goes_on_when_the_one_it_waited_for_was_cancelled() throws Exception {
        ImageFixture app = app();
        registry.serve(NAME, "1", app);
        halted(app, 0);
        Thread first = new Thread(() -> refusal(":1"));
        first.start();
        await().until(() -> fetched().contains(layerPath(app, 0)));
        CompletableFuture<Image> second = CompletableFuture.supplyAsync(() -> pull(":1"));
        await().until(() -> registry.asked(FakeRegistry.manifestPath(NAME, "1")).size() == 2);
        first.interrupt();
        first.join();
        gate.countDown();
        assertThat(second.join().names()).containsExactly(reference(":1"));
    }

    @Test
    void a_layer_does_not_wait_for_those_below_it() {
        ImageFixture app = app();
        registry.serve(NAME, "1", app);
        halted(app, 0);
        Digest upper = app.config().diffIds().get(1);
        CompletableFuture<Image> pulled = CompletableFuture.supplyAsync(() -> pull(":1"));
        await().until(() -> root.layerRecord(root.layer(upper)).toFile().exists());
        assertThat(pulled).isNotDone();
        gate.countDown();
        assertThat(pulled.join().layers()).hasSize(2);
    }

    @Test
    void a_cancel_ends_a_pull_at_once_and_leaves_nothing() throws Exception {
        ImageFixture app = app();
        registry.serve(NAME, "1", app);
        halted(app, 0);
        AtomicReference<RefusedException> thrown = new AtomicReference<>();
        Thread puller = new Thread(() -> thrown.set(refusal(":1")));
        puller.start();
        await().until(() -> fetched().contains(layerPath(app, 0)));
        puller.interrupt();
        puller.join(10_000);
        assertThat(puller.isAlive()).isFalse();
        assertThat(thrown.get()).hasMessageContaining("CANCELLED");
        gate.countDown();
        assertNothingLeft();
    }

    @Test
    void one_bad_layer_ends_the_others_and_leaves_nothing() {
        ImageFixture app = app().damaged();
        registry.serve(NAME, "1", app);
        registry.on(layerPath(app, 0), exchange -> {
            exchange.sendResponseHeaders(200, app.blobs(Compression.GZIP).get(0).length);
            hold();
        });
        byte[] promised = app().blobs(Compression.GZIP).get(1);
        byte[] sent = app.blobs(Compression.GZIP).get(1);
        registry.serve(FakeRegistry.blobPath(NAME, promised), "application/octet-stream", sent);
        assertThat(refusal(":1").code())
                .isIn(RefusalCode.DIGEST_MISMATCH, RefusalCode.ARCHIVE_INVALID, RefusalCode.ARCHIVE_TRUNCATED);
        gate.countDown();
        assertNothingLeft();
    }

    @Test
    void a_layer_that_is_not_the_promised_one_when_unpacked_is_refused() {
        registry.serve(NAME, "1", app().wrongDiffId());
        assertThat(refusal(":1").code()).isEqualTo(RefusalCode.DIGEST_MISMATCH);
        assertNothingLeft();
    }

    @Test
    void a_connection_that_breaks_is_no_failure() {
        ImageFixture app = app().layer(new TarFixture().file("large", "x".repeat(200_000)));
        registry.serve(NAME, "1", app.compression(Compression.NONE));
        byte[] large = app.blobs(Compression.NONE).get(2);
        registry.on(FakeRegistry.blobPath(NAME, large), exchange -> cut(exchange, large));
        assertThat(pull(":1").layers()).hasSize(3);
        assertThat(fetched().stream().filter(layerPath(app, 2)::equals)).hasSizeGreaterThan(2);
    }

    private static void cut(HttpExchange exchange, byte[] content) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        exchange.sendResponseHeaders(from == 0 ? 200 : 206, content.length - from);
        exchange.getResponseBody().write(content, from, Math.min(100_000, content.length - from));
        exchange.getResponseBody().flush();
    }

    @Test
    void each_layer_is_told_of_before_the_first_byte_and_to_its_end() {
        registry.serve(NAME, "1", app());
        List<String> told = new CopyOnWriteArrayList<>();
        pull(":1", (step, current, total) -> told.add(step + " " + (current == total ? "whole" : current)));
        assertThat(told.subList(1, 3)).containsExactly("pull layer 1 of 2 0", "pull layer 2 of 2 0");
        assertThat(told).contains("pull layer 1 of 2 whole", "pull layer 2 of 2 whole");
    }
}
