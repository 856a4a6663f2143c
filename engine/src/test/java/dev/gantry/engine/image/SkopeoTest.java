package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.kernel.file.Mounts;
import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives as skopeo, and so podman and buildah, write them. */
class SkopeoTest extends ImageTestBed {
    private static final Path SKOPEO = Path.of("/usr/bin/skopeo");

    private Path source = Path.of("");

    @BeforeEach
    void makeSource() throws Exception {
        assumeTrue(Files.isExecutable(SKOPEO), "skopeo is not installed");
        source = temp.resolve("source.tar");
        ImageFixture image = new ImageFixture("example/app:1")
                .layer(new TarFixture().directory("bin").file("bin/app", "base").file("gone", "1"))
                .layer(new TarFixture().whiteout("gone").file("etc/conf", "2"))
                .compression(Compression.GZIP)
                .command("/bin/app");
        Files.write(source, image.ociArchive());
    }

    private Image copied(String transport, String name) throws Exception {
        Path target = temp.resolve("target.tar");
        Process skopeo = new ProcessBuilder(
                        SKOPEO.toString(),
                        "--insecure-policy",
                        "copy",
                        "oci-archive:" + source,
                        transport + ":" + target + ":" + name)
                .redirectErrorStream(true)
                .start();
        String said = new String(skopeo.getInputStream().readAllBytes());
        assertThat(skopeo.waitFor()).as(said).isZero();
        try (InputStream in = Files.newInputStream(target)) {
            return images.importImage(in, null, ImportProgress.NONE).get(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-archive", "oci-archive"})
    void its_archives_are_imported_and_mounted(String transport) throws Exception {
        Image image = copied(transport, "registry.example.com/team/app:7");
        assertThat(image.names()).containsExactly(Reference.parse("registry.example.com/team/app:7"));
        assertThat(image.config().process().command()).containsExactly("/bin/app");
        Path merged = Files.createDirectories(temp.resolve("merged"));
        Path container = Files.createDirectories(root.container("1".repeat(32)));
        Mounts.overlay(images.use(image.digest(), "1".repeat(32), "web").writable(container), merged);
        try {
            assertThat(merged.resolve("bin/app")).hasContent("base");
            assertThat(merged.resolve("etc/conf")).hasContent("2");
            assertThat(merged.resolve("gone")).doesNotExist();
        } finally {
            Mounts.unmount(merged);
        }
    }

    @Test
    void an_image_that_went_through_it_twice_is_the_same() throws Exception {
        Image first = copied("docker-archive", "example/app:7");
        Files.delete(temp.resolve("target.tar"));
        assertThat(copied("docker-archive", "example/app:7")).isEqualTo(first);
    }
}
