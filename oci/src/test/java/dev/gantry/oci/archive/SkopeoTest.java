package dev.gantry.oci.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.tar.TarLimits;
import dev.gantry.oci.testing.Archives;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Skopeo reads our archives, and we read what it makes of them. Skipped where skopeo is not installed. */
class SkopeoTest {
    private static final Path SKOPEO = Path.of("/usr/bin/skopeo");

    @TempDir
    Path dir;

    private final ImageFixture image = new ImageFixture("docker.io/example/app:1")
            .layer(Archives.rootFileSystem())
            .layer(new TarFixture().file("srv/page", "hello"))
            .command("/bin/app")
            .label("k", "v");

    @BeforeEach
    void skopeo_is_installed() {
        assumeTrue(Files.isExecutable(SKOPEO));
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "GZIP"})
    void an_oci_archive_of_ours_becomes_a_docker_archive(Compression compression) throws Exception {
        Files.write(dir.resolve("in.tar"), image.compression(compression).ociArchive());
        copy("oci-archive:in.tar", "docker-archive:out.tar:docker.io/example/app:1");
        DockerArchive archive = (DockerArchive) open();
        ArchivedImage read = archive.images().get(0);
        assertThat(read.names()).containsExactly(Reference.parse("example/app:1"));
        assertThat(read.variants().get(0).imageConfig()).isEqualTo(image.config());
    }

    @Test
    void a_docker_archive_of_ours_becomes_an_oci_archive() throws Exception {
        Files.write(dir.resolve("in.tar"), image.dockerArchive());
        copy("docker-archive:in.tar", "oci-archive:out.tar:docker.io/example/app:1");
        OciLayout archive = (OciLayout) open();
        ArchivedImage read = archive.images().get(0);
        assertThat(read.names()).containsExactly(Reference.parse("example/app:1"));
        ArchivedImage.Variant variant = read.variants().get(0);
        assertThat(variant.imageConfig().diffIds()).isEqualTo(image.config().diffIds());
        for (ArchivedLayer layer : variant.layers()) {
            assertThat(layer.open().readAllBytes()).hasSize((int) layer.size());
        }
    }

    private ImageArchive open() throws IOException {
        return ImageArchive.open(new BytesSource(Files.readAllBytes(dir.resolve("out.tar"))), TarLimits.DEFAULT);
    }

    private void copy(String from, String to) throws Exception {
        Process process = new ProcessBuilder(
                        SKOPEO.toString(), "--insecure-policy", "--tmpdir", dir.toString(), "copy", from, to)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
