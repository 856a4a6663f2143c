package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.testing.FakeRegistry;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Pushes whose layers go at the same time. */
class ImagePushTest extends PullTestBed {
    private Image image(ImageFixture fixture) {
        return imported(fixture.ociArchive());
    }

    private void layer(ImageFixture fixture, int number, FakeRegistry.Route route) {
        registry.on(
                FakeRegistry.blobPath(NAME, fixture.blobs(fixture.compression()).get(number)), route);
    }

    private void takesTheRest(ImageFixture fixture) {
        registry.on(FakeRegistry.blobPath(NAME, fixture.configJson()), ImagePushTest::there);
        registry.on(FakeRegistry.manifestPath(NAME, "1"), exchange -> exchange.sendResponseHeaders(201, -1));
    }

    private static void there(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, -1);
    }

    private void push(Image image, ImportProgress progress) {
        images.pushImage(image.digest().toString(), reference(":1"), access(), progress);
    }

    @Test
    void layers_go_side_by_side_and_the_manifest_last() {
        ImageFixture app = app();
        CyclicBarrier both = new CyclicBarrier(2);
        FakeRegistry.Route together = exchange -> {
            try {
                both.await(10, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IOException("the other layer did not come meanwhile", e);
            }
            there(exchange);
        };
        layer(app, 0, together);
        layer(app, 1, together);
        takesTheRest(app);
        List<String> told = new CopyOnWriteArrayList<>();

        push(image(app), (step, current, total) -> told.add(step + " " + (current == total)));

        assertThat(told)
                .startsWith("push layer 1 of 2 false", "push layer 2 of 2 false")
                .contains("push layer 1 of 2 true", "push layer 2 of 2 true");
        assertThat(registry.asked().get(registry.asked().size() - 1).path()).endsWith("/manifests/1");
    }

    @Test
    void a_layer_that_an_image_has_twice_is_sent_once() {
        byte[] same = new TarFixture().file("same", "1").bytes();
        ImageFixture twice = new ImageFixture("app:1").layer(same).layer(same);
        layer(twice, 0, ImagePushTest::there);
        takesTheRest(twice);

        push(image(twice), ImportProgress.NONE);

        assertThat(registry.asked().stream()
                        .filter(asked -> asked.path()
                                .equals(FakeRegistry.blobPath(
                                        NAME, twice.blobs(twice.compression()).get(0)))))
                .hasSize(1);
    }

    @Test
    void a_layer_that_is_refused_ends_the_push_and_no_manifest_is_sent() {
        ImageFixture app = app();
        layer(app, 0, ImagePushTest::there);
        layer(app, 1, exchange -> exchange.sendResponseHeaders(404, -1));
        registry.on("/v2/" + NAME + "/blobs/uploads/", exchange -> exchange.sendResponseHeaders(403, -1));
        takesTheRest(app);
        Image image = image(app);

        assertThatThrownBy(() -> push(image, ImportProgress.NONE)).hasMessageContaining("REGISTRY_DENIED");
        assertThat(registry.asked(FakeRegistry.manifestPath(NAME, "1"))).isEmpty();
    }

    @Test
    void a_cancel_ends_a_push_whose_layers_wait() throws Exception {
        ImageFixture app = app();
        CountDownLatch gate = new CountDownLatch(1);
        FakeRegistry.Route waits = exchange -> {
            try {
                boolean unused = gate.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
        layer(app, 0, waits);
        layer(app, 1, waits);
        Image image = image(app);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread pusher = new Thread(() -> {
            try {
                push(image, ImportProgress.NONE);
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        pusher.start();
        await().until(() -> registry.asked().size() == 2);
        pusher.interrupt();
        pusher.join(10_000);
        gate.countDown();
        assertThat(pusher.isAlive()).isFalse();
        assertThat(thrown.get()).hasMessageContaining("CANCELLED");
    }
}
