package dev.gantry.server.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.oci.testing.HostileLayer;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.RawTar;
import dev.gantry.oci.testing.TarFixture;
import dev.gantry.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each attack of {@link HostileLayer}, pushed to the registry, which keeps any bytes, and then looked into, which reads
 * them as an archive.
 */
@Tag("server")
class HostileLayersAreNotShown {
    private static final TestServer SERVER = TestServer.shared();

    @TempDir
    Path host;

    private final Registry registry = Registry.asAdmin(SERVER);
    private String good = "";

    @BeforeEach
    void pushAGoodOne() throws IOException {
        Files.writeString(host.resolve("canary"), "sings");
        good = push("good", new ImageFixture().layer(new TarFixture().file("a", "1")));
    }

    @AfterEach
    void nothingIsLeftAndTheServerAnswers() throws IOException {
        try (Stream<Path> indexes = Files.list(SERVER.home().resolve("server/layer-indexes"))) {
            assertThat(indexes.map(path -> path.getFileName().toString()))
                    .as("files on their way, and scratch files")
                    .allMatch(name -> name.matches("registry-[0-9a-f]{64}"));
        }
        try (Stream<Path> files = Files.list(host)) {
            assertThat(files).containsExactly(host.resolve("canary"));
        }
        assertThat(look(good).statusCode()).isEqualTo(200);
    }

    private String push(String name, ImageFixture image) {
        image.blobs(image.compression()).forEach(blob -> registry.push("hostile/" + name, blob));
        registry.push("hostile/" + name, image.configJson());
        byte[] manifest = image.manifest().raw().bytes();
        assertThat(registry.put("hostile/" + name, "v1", Registry.MANIFEST, manifest)
                        .statusCode())
                .isEqualTo(201);
        return Digest.of(manifest).toString();
    }

    private HttpResponse<String> look(String digest) {
        return SERVER.get("/api/v1/images/" + digest + "/comparison?with=" + good);
    }

    @TestFactory
    List<DynamicTest> looking_into_a_pushed_image_refuses() {
        return HostileLayer.all(host).stream()
                .map(layer -> DynamicTest.dynamicTest(layer.attack(), () -> {
                    HttpResponse<String> answer = look(push("layer", new ImageFixture().layer(layer.tar())));
                    if (layer.indexed()) {
                        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    } else {
                        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
                        assertThat(Registry.JSON
                                        .readTree(answer.body())
                                        .at("/code")
                                        .asString())
                                .isEqualTo(layer.code().name());
                    }
                }))
                .toList();
    }

    @Test
    void a_bomb_of_a_megabyte_is_stopped_at_its_ratio() throws IOException {
        long size = 300L << 20;
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(RawTar.header('0', "bomb", size).block());
            byte[] zeroes = new byte[1 << 20];
            for (long written = 0; written < size; written += zeroes.length) {
                gzip.write(zeroes);
            }
        }
        byte[] blob = packed.toByteArray();
        registry.push("hostile/bomb", blob);
        byte[] config =
                new ImageFixture().layer(new TarFixture().file("other", "x")).configJson();
        registry.push("hostile/bomb", config);
        byte[] manifest = Registry.JSON.writeValueAsBytes(Map.of(
                "schemaVersion",
                2,
                "mediaType",
                Registry.MANIFEST,
                "config",
                Registry.descriptor(Registry.CONFIG, config),
                "layers",
                List.of(Registry.descriptor(MediaType.OCI_LAYER_GZIP.text(), blob))));
        registry.put("hostile/bomb", "v1", Registry.MANIFEST, manifest);
        HttpResponse<String> answer = look(Digest.of(manifest).toString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
        assertThat(answer.body()).contains("LIMIT_EXCEEDED", "300 times its size");
    }
}
