package dev.gantry.oci.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.compression.DecompressionLimits;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.tar.TarLimits;
import dev.gantry.oci.testing.Archives;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageArchiveTest {
    @TempDir
    Path dir;

    @Test
    void reads_a_docker_archive() throws IOException {
        ImageFixture fixture = image("example/app:1", "example/app:latest");
        DockerArchive archive = (DockerArchive) open(fixture.dockerArchive());
        ArchivedImage image = archive.images().get(0);
        assertThat(image.names())
                .containsExactly(Reference.parse("example/app:1"), Reference.parse("example/app:latest"));
        ArchivedImage.Variant variant = image.variants().get(0);
        assertThat(variant.imageConfig()).isEqualTo(fixture.config());
        assertThat(variant.config().bytes()).isEqualTo(fixture.configJson());
        assertThat(variant.manifest()).isEmpty();
        assertLayersUnpackToTheirDiffIds(variant);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "GZIP", "ZSTD"})
    void reads_an_oci_layout(Compression compression) throws IOException {
        ImageFixture fixture = image("registry.example.com/team/app:2").compression(compression);
        OciLayout archive = (OciLayout) open(fixture.ociArchive());
        ArchivedImage image = archive.images().get(0);
        assertThat(image.names()).containsExactly(Reference.parse("registry.example.com/team/app:2"));
        ArchivedImage.Variant variant = image.variants().get(0);
        assertThat(variant.manifest()).contains(fixture.manifest());
        assertThat(variant.imageConfig()).isEqualTo(fixture.config());
        assertLayersUnpackToTheirDiffIds(variant);
    }

    @Test
    void two_names_of_one_image_are_one_image() throws IOException {
        OciLayout archive = (OciLayout) open(image("a/b:1", "a/b:2").ociArchive());
        assertThat(archive.images())
                .singleElement()
                .extracting(i -> i.names().size())
                .isEqualTo(2);
    }

    @Test
    void several_images_come_out_of_one_archive() throws IOException {
        ImageFixture other = new ImageFixture("c/d:1").layer(new TarFixture().file("other", "x"));
        assertThat(((OciLayout) open(Archives.oci(List.of(image("a/b:1"), other)))).images())
                .hasSize(2);
        assertThat(((DockerArchive) open(Archives.docker(image("a/b:1"), other))).images())
                .hasSize(2);
    }

    @Test
    void an_index_gives_a_variant_for_each_platform() throws IOException {
        ImageFixture arm = image().platform("linux", "arm64");
        OciLayout archive = (OciLayout) open(Archives.ociMultiPlatform("a/b:1", image(), arm));
        ArchivedImage image = archive.images().get(0);
        assertThat(image.variants()).hasSize(2);
        assertThat(image.variantFor("linux", "arm64", Optional.empty()))
                .hasValueSatisfying(v -> assertThat(v.imageConfig()).isEqualTo(arm.config()));
        assertThat(image.variantFor("windows", "amd64", Optional.empty())).isEmpty();
    }

    @Test
    void manifests_without_names_are_variants_unless_a_platform_repeats() throws IOException {
        ImageFixture arm = image().platform("linux", "arm64");
        assertThat(((OciLayout) open(Archives.oci(List.of(image(), arm)))).images())
                .hasSize(1);
        ImageFixture other = new ImageFixture().layer(new TarFixture().file("other", "x"));
        assertThat(((OciLayout) open(Archives.oci(List.of(image(), other)))).images())
                .hasSize(2);
    }

    @Test
    void a_layer_that_is_a_link_inside_the_archive_is_found() throws IOException {
        byte[] bytes = Archives.dockerWithLinkedLayer(
                new ImageFixture("a/b:1").layer(Archives.rootFileSystem()), "../real/layer.tar");
        assertLayersUnpackToTheirDiffIds(
                ((DockerArchive) open(bytes)).images().get(0).variants().get(0));
    }

    @Test
    void recognises_a_root_file_system() throws IOException {
        byte[] bytes = Archives.rootFileSystem().bytes();
        RootFileSystem root = (RootFileSystem) open(bytes);
        assertThat(root.members()).isEqualTo(5);
        assertThat(root.open().readAllBytes()).isEqualTo(bytes);
        assertThat(open(new TarFixture().file("hello", new byte[9], 0755).bytes()))
                .isInstanceOf(RootFileSystem.class);
        assertThat(open(new TarFixture().file("./etc/motd", "hi").bytes())).isInstanceOf(RootFileSystem.class);
    }

    @Test
    void reads_from_a_file() throws IOException {
        Path file = Files.write(dir.resolve("image.tar"), image("a/b:1").dockerArchive());
        try (FileChannel channel = FileChannel.open(file)) {
            DockerArchive archive = (DockerArchive) ImageArchive.open(SeekableSource.of(channel), TarLimits.DEFAULT);
            assertLayersUnpackToTheirDiffIds(archive.images().get(0).variants().get(0));
        }
    }

    private static ImageFixture image(String... names) {
        return new ImageFixture(names)
                .layer(Archives.rootFileSystem())
                .layer(new TarFixture().whiteout("etc/passwd").file("srv/page", "<h1>hi</h1>"))
                .command("/bin/app");
    }

    private static void assertLayersUnpackToTheirDiffIds(ArchivedImage.Variant variant) throws IOException {
        assertThat(variant.layers()).isNotEmpty();
        Decompressor decompressor = Decompressor.of(DecompressionLimits.DEFAULT);
        for (ArchivedLayer layer : variant.layers()) {
            try (InputStream plain = decompressor.open(layer.open()).stream()) {
                assertThat(Digest.of(plain.readAllBytes())).isEqualTo(layer.diffId());
            }
        }
    }

    private static ImageArchive open(byte[] bytes) throws IOException {
        return ImageArchive.open(new BytesSource(bytes), TarLimits.DEFAULT);
    }
}
