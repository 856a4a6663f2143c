package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.testing.Archives;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.Packed;
import dev.gantry.oci.testing.TarFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageImportTest extends ImageTestBed {
    @Test
    void an_oci_layout_keeps_its_manifest_byte_for_byte() throws Exception {
        ImageFixture fixture = app("example/app:1");
        Image image = imported(fixture.ociArchive());
        assertThat(image.digest()).isEqualTo(fixture.manifest().raw().digest());
        assertThat(image.config()).isEqualTo(fixture.config());
        assertThat(image.names()).containsExactly(Reference.parse("example/app:1"));
        assertThat(image.layers()).hasSize(2).extracting(Image.Layer::sizeBytes).containsExactly(4L, 1L);
        assertThat(Files.readAllBytes(root.blob(image.digest())))
                .isEqualTo(fixture.manifest().raw().bytes());
        assertThat(root.ingest()).isEmptyDirectory();
    }

    @Test
    void a_docker_archive_gets_the_same_manifest_each_time() {
        Image first = imported(app("example/app:1").dockerArchive());
        images.remove("example/app:1", false);
        assertNothingLeft();
        Image second = imported(app("example/app:1").dockerArchive());
        assertThat(second).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"NONE", "GZIP", "ZSTD"})
    void archives_and_layers_may_be_compressed(Compression compression) {
        byte[] archive = Packed.with(
                compression, app("example/app:1").compression(compression).ociArchive());
        assertThat(imported(archive).layers()).hasSize(2);
    }

    @Test
    void a_root_file_system_becomes_an_image_of_one_layer() {
        byte[] files = Archives.rootFileSystem().bytes();
        List<Image> all = importAll(Packed.gzip(files), "team/rootfs:1");
        assertThat(all).singleElement().satisfies(image -> {
            assertThat(image.names()).containsExactly(Reference.parse("team/rootfs:1"));
            assertThat(image.layers())
                    .singleElement()
                    .satisfies(layer -> assertThat(layer.diffId()).isEqualTo(Digest.of(files)));
            assertThat(image.config().platform().architecture()).isEqualTo("amd64");
        });
        assertThat(importAll(files, "team/again:1").get(0).digest())
                .isEqualTo(all.get(0).digest());
        assertThat(images.list())
                .singleElement()
                .satisfies(image -> assertThat(image.names()).hasSize(2));
    }

    @Test
    void a_root_file_system_without_a_name_is_refused() {
        refused(RefusalCode.INVALID_ARGUMENT, Archives.rootFileSystem().bytes());
        assertNothingLeft();
    }

    @Test
    void a_given_name_is_the_image_s_name_whatever_the_archive_says() {
        assertThat(importAll(app().ociArchive(), "given:1").get(0).names()).containsExactly(Reference.parse("given:1"));
        assertThat(importAll(app("own:1").ociArchive(), "given:2").get(0).names())
                .containsExactly(Reference.parse("given:1"), Reference.parse("given:2"));
    }

    @Test
    void of_several_platforms_the_hosts_own_is_taken() {
        ImageFixture arm = app().platform("linux", "arm64");
        ImageFixture amd = app().command("/bin/amd");
        Image image = imported(Archives.ociMultiPlatform("example/multi:1", arm, amd));
        assertThat(image.digest()).isEqualTo(amd.manifest().raw().digest());
    }

    @Test
    void an_image_for_another_architecture_is_refused_naming_both() {
        byte[] archive = app("example/app:1").platform("linux", "arm64").ociArchive();
        assertThat(refused(RefusalCode.PLATFORM_MISMATCH, archive))
                .hasMessageContaining("linux/arm64")
                .hasMessageContaining("linux/amd64");
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{\"a\":1}", "garbage that is no archive at all, but is long enough for a look"})
    void bytes_that_are_no_archive_leave_nothing(String garbage) {
        refused(RefusalCode.IMAGE_FORMAT_UNKNOWN, garbage.getBytes(StandardCharsets.UTF_8));
        assertNothingLeft();
    }

    @Test
    void truncated_archive_leaves_nothing() {
        byte[] archive = app("example/app:1").ociArchive();
        for (int length : new int[] {600, 2000, archive.length / 2, archive.length - 1100}) {
            refused(RefusalCode.ARCHIVE_TRUNCATED, Arrays.copyOf(archive, length));
            assertNothingLeft();
        }
        byte[] packed = Packed.gzip(archive);
        refused(RefusalCode.ARCHIVE_TRUNCATED, Packed.half(packed));
        assertNothingLeft();
    }

    @Test
    void a_wrong_digest_leaves_nothing() {
        refused(RefusalCode.DIGEST_MISMATCH, app("a:1").damaged().ociArchive());
        assertNothingLeft();
        refused(RefusalCode.DIGEST_MISMATCH, app("a:1").wrongDiffId().ociArchive());
        assertNothingLeft();
        refused(RefusalCode.DIGEST_MISMATCH, app("a:1").wrongDiffId().dockerArchive());
        assertNothingLeft();
    }

    @Test
    void a_bad_layer_leaves_what_other_images_need() {
        Image good = imported(app("good:1").ociArchive());
        ImageFixture bad = app("bad:1").layer(new TarFixture().file("../evil", "x"));
        refused(RefusalCode.ARCHIVE_INVALID, bad.ociArchive());
        assertThat(images.list()).containsExactly(good);
        restart();
        images.collect();
        assertThat(images.list()).containsExactly(good);
        assertThat(imported(app("good:1").ociArchive())).isEqualTo(good);
    }

    @Test
    void cancelling_leaves_nothing() {
        List<String> steps = new ArrayList<>();
        ImportProgress cancelling = (step, current, total) -> {
            steps.add(step);
            if (step.equals("unpack layer 2 of 2")) {
                throw new CancellationException("enough");
            }
        };
        assertThatThrownBy(() ->
                        images.importImage(new ByteArrayInputStream(app("a:1").ociArchive()), null, cancelling))
                .isInstanceOf(CancellationException.class);
        assertThat(steps).contains("receive the archive", "unpack layer 1 of 2");
        assertNothingLeft();
    }

    @Test
    void a_stream_that_breaks_leaves_nothing() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        assertThatThrownBy(() -> images.importImage(broken, null, ImportProgress.NONE))
                .hasMessageContaining("ARCHIVE_TRUNCATED")
                .hasMessageContaining("connection reset");
        assertNothingLeft();
    }

    @Test
    void a_disk_without_room_leaves_nothing() {
        images = open(LIMITS.withReserve(Long.MAX_VALUE, 0));
        refused(RefusalCode.DISK_FULL, app("a:1").ociArchive());
        assertNothingLeft();
    }

    @Test
    void a_bomb_is_stopped() {
        images = open(LIMITS.withBytes(1 << 20));
        byte[] bomb = Packed.gzip(new byte[8 << 20]);
        refused(RefusalCode.LIMIT_EXCEEDED, bomb);
        assertNothingLeft();
        ImageFixture image = new ImageFixture("bomb:1")
                .layer(new TarFixture().file("zeroes", new byte[8 << 20], 0644))
                .compression(Compression.GZIP);
        refused(RefusalCode.LIMIT_EXCEEDED, image.ociArchive());
        assertNothingLeft();
    }
}
