package dev.gantry.server.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.TestServer;
import dev.gantry.server.distribution.collect.Collecting;
import dev.gantry.server.postgres.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Collects without any time of grace, so that each moment of a push is one at which its blobs might be taken. The
 * collector keeps pace with the pushers, or no push would ever come to its end.
 */
@Tag("server")
class CollectionSparesPushes {
    private static final int PUSHERS = 4;
    private static final int ROUNDS = 50;
    private static final int REQUESTS_PER_COLLECTION = 16;

    @Test
    void a_manifest_that_was_taken_is_complete_however_often_is_collected_meanwhile() throws Exception {
        try (TestServer server = TestServer.start(TestDatabase.fresh(), "--gantry.repository.grace=0s")) {
            ExecutorService threads = Executors.newFixedThreadPool(PUSHERS + 1);
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger collections = new AtomicInteger();
            Semaphore requests = new Semaphore(0);
            Future<?> collecting = threads.submit(() -> {
                while (!over.get()) {
                    if (requests.tryAcquire(REQUESTS_PER_COLLECTION, 100, TimeUnit.MILLISECONDS)) {
                        Collecting.now(server);
                        collections.incrementAndGet();
                    }
                }
                return over;
            });
            List<Future<?>> pushing = new ArrayList<>();
            for (int i = 0; i < PUSHERS; i++) {
                int pusher = i;
                pushing.add(threads.submit(() -> push(Registry.asAdmin(server), pusher, requests)));
            }
            for (Future<?> each : pushing) {
                each.get(240, TimeUnit.SECONDS);
            }
            over.set(true);
            collecting.get(30, TimeUnit.SECONDS);
            threads.shutdown();
            assertThat(collections.get()).isGreaterThan(20);
            Collecting.now(server);
            assertThat(files(server.home().resolve("server/blobs/sha256"))).isEmpty();
            assertThat(files(server.home().resolve("server/blobs/uploads"))).isEmpty();
        }
    }

    /** The layers are few and shared by all, so that one's garbage is another's need. */
    private static void push(Registry registry, int pusher, Semaphore requests) {
        String name = "pushed/by-" + pusher % 2;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] config = Registry.config(pusher);
            byte[] layer = Registry.random(round % 3, 2_000);
            byte[] manifest = Registry.manifest(config, layer);
            Digest digest = Digest.of(manifest);
            HttpResponse<byte[]> taken;
            do {
                have(registry, name, config, round);
                have(registry, name, layer, round);
                requests.release(5);
                taken = registry.put(name, "tag-" + pusher, Registry.MANIFEST, manifest);
                assertThat(taken.statusCode()).as(Registry.text(taken)).isIn(201, 400);
            } while (taken.statusCode() != 201);
            for (byte[] blob : List.of(config, layer)) {
                HttpResponse<byte[]> read = registry.get("/v2/" + name + "/blobs/" + Digest.of(blob));
                assertThat(read.statusCode())
                        .as("round %d of %d: %s", round, pusher, Registry.text(read))
                        .isEqualTo(200);
                assertThat(read.body()).isEqualTo(blob);
            }
            assertThat(registry.delete("/v2/" + name + "/manifests/" + digest).statusCode())
                    .isEqualTo(202);
        }
    }

    /** As clients do: ask, mount, send. */
    private static void have(Registry registry, String name, byte[] blob, int round) {
        String digest = Digest.of(blob).toString();
        if (registry.head("/v2/" + name + "/blobs/" + digest).statusCode() == 200) {
            return;
        }
        String mount = round % 2 == 0 ? "?mount=" + digest : "";
        HttpResponse<byte[]> begun = registry.call("POST", "/v2/" + name + "/blobs/uploads/" + mount, new byte[0]);
        if (begun.statusCode() == 202) {
            String upload = Registry.location(begun);
            registry.call("PATCH", upload, blob);
            HttpResponse<byte[]> put = registry.call("PUT", upload + "?digest=" + digest, new byte[0]);
            assertThat(put.statusCode()).as(Registry.text(put)).isEqualTo(201);
        }
    }

    @Test
    void what_a_crash_left_in_the_store_goes_at_the_next_start() throws Exception {
        try (TestServer server = TestServer.start(TestDatabase.fresh())) {
            Registry.asAdmin(server).image("kept", "v1", Registry.random(1, 100));
            Path store = server.home().resolve("server/blobs");
            List<Path> before = files(store);
            Digest stray = Digest.of(Registry.bytes("renamed, and then the power failed"));
            Path shelf = store.resolve("sha256").resolve(stray.hex().substring(0, 2));
            Files.createDirectories(shelf);
            Files.writeString(shelf.resolve(stray.hex()), "renamed, and then the power failed");
            Files.writeString(store.resolve("uploads").resolve(UUID.randomUUID().toString()), "half an uplo");

            Collecting.now(server);

            assertThat(files(store)).containsExactlyInAnyOrderElementsOf(before);
        }
    }

    @Test
    void a_store_of_another_database_is_neither_collected_nor_handed_out() throws Exception {
        try (TestServer first = TestServer.start(TestDatabase.fresh())) {
            Registry.asAdmin(first).image("kept", "v1", Registry.random(1, 100));
            Path store = first.home().resolve("server/blobs");
            List<Path> before = files(store);
            try (TestServer second = TestServer.start(TestDatabase.fresh(), "--gantry.repository.blobs=" + store)) {
                HttpResponse<byte[]> refused = Registry.asAdmin(second).get("/v2/");

                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(Registry.text(refused)).contains("gantry.repository.blobs");
                assertThat(files(store)).containsExactlyInAnyOrderElementsOf(before);
            }
        }
    }

    private static List<Path> files(Path below) throws IOException {
        try (Stream<Path> found = Files.walk(below)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }
}
