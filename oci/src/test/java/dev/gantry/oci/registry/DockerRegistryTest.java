package dev.gantry.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.oci.registry.http.Connections;
import dev.gantry.oci.testing.DockerRegistry;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What skopeo pushed into Debian's registry comes back as it was. Skipped where they are not installed. */
class DockerRegistryTest {
    private static final ImageFixture IMAGE = new ImageFixture("example/app:1")
            .layer(new TarFixture().directory("bin").file("bin/app", "base"))
            .layer(new TarFixture().file("etc/conf", "2"))
            .compression(Compression.GZIP)
            .command("/bin/app");

    @TempDir
    static Path dir;

    private static Optional<DockerRegistry> registry = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(DockerRegistry.isInstalled(), "docker-registry or skopeo is not installed");
        registry = Optional.of(DockerRegistry.start(dir));
    }

    @AfterAll
    static void stop() {
        registry.ifPresent(DockerRegistry::close);
    }

    private static RegistryClient client(String repository) {
        RegistryEndpoint endpoint =
                RegistryEndpoint.of(registry.orElseThrow().host()).withPlainHttp();
        return new RegistryClient(endpoint, repository, Connections.standard());
    }

    @ParameterizedTest
    @CsvSource({"oci,OCI_MANIFEST", "v2s2,DOCKER_MANIFEST"})
    void an_image_comes_back_as_it_was_pushed(String format, MediaType type) throws Exception {
        String repository = "team/" + format;
        registry.orElseThrow().push(IMAGE.ociArchive(), repository + ":1", "--format", format);
        RegistryClient client = client(repository);
        Manifest manifest = (Manifest) client.manifest("1");
        assertThat(manifest.mediaType()).isEqualTo(type);
        assertThat(client.resolve("1")).contains(manifest.raw().digest());
        ImageConfig config = ImageConfig.parse(client.document(manifest.config()));
        assertThat(config.diffIds()).isEqualTo(IMAGE.config().diffIds());
        for (Descriptor layer : manifest.layers()) {
            try (InputStream in = client.blob(layer)) {
                assertThat(in.readAllBytes()).hasSize((int) layer.size());
            }
        }
    }

    @Test
    void what_is_not_there_is_told_in_the_registrys_words() {
        assertThat(client("team/none").resolve("1")).isEmpty();
        assertThatThrownBy(() -> client("team/none").manifest("1"))
                .hasMessageContaining("IMAGE_NOT_FOUND")
                .hasMessageContaining("MANIFEST_UNKNOWN");
    }
}
