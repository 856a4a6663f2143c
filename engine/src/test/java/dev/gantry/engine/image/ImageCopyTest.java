package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.engine.disk.DataRoot;
import dev.gantry.engine.disk.Ingest;
import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.compression.DecompressionLimits;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bed's images are the ones that get copies; the others are on a second disk. */
class ImageCopyTest extends ImageTestBed {
    private Images from;

    @BeforeEach
    void second() {
        DataRoot other = DataRoot.prepare(temp.resolve("other"));
        from = new Images(
                other, new Ingest(other), LIMITS, "amd64", Decompressor.of(DecompressionLimits.DEFAULT), CONNECTIONS);
    }

    @Test
    void a_copy_is_the_very_same_image_with_its_names() throws Exception {
        Image original = there(app("team/app:1", "team/app:2"));
        ImageContent described = from.describeContent(original.digest());
        Image copy =
                images.receive(described, missing(described), sent(original, missing(described)), ImportProgress.NONE);
        assertThat(copy).isEqualTo(original);
        restart();
        images.collect();
        assertThat(images.find("team/app:2")).contains(original);
        assertThat(images.use(copy.digest(), "1".repeat(32), "web")
                        .lowers()
                        .get(0)
                        .resolve("etc/conf"))
                .hasContent("2");
    }

    @Test
    void layers_that_are_here_are_not_asked_for() throws Exception {
        Image base = imported(app("base:1").ociArchive());
        Image more = there(app("more:1").layer(new TarFixture().file("more", "3")));
        ImageContent described = from.describeContent(more.digest());
        List<Digest> missing = missing(described);
        assertThat(missing).hasSize(1);
        images.receive(described, missing, sent(more, missing), ImportProgress.NONE);
        assertThat(root.layers().toFile().list()).hasSize(3);
        assertThat(missing(from.describeContent(more.digest()))).isEmpty();
        assertThat(images.list()).extracting(Image::digest).containsOnly(base.digest(), more.digest());
    }

    @Test
    void an_image_that_is_here_whole_gets_the_names_and_nothing_is_read() throws Exception {
        Image here = imported(app("here:1").ociArchive());
        there(app("there:1"));
        ImageContent described = from.describeContent(here.digest());
        images.receive(described, List.of(), InputStream.nullInputStream(), ImportProgress.NONE);
        assertThat(images.find(here.digest().toString()).orElseThrow().names())
                .containsExactly(Reference.parse("here:1"), Reference.parse("there:1"));
    }

    @Test
    void bytes_that_are_not_what_was_promised_leave_nothing() throws Exception {
        Image original = there(app("a:1"));
        ImageContent described = from.describeContent(original.digest());
        byte[] bytes = sent(original, missing(described)).readAllBytes();
        bytes[bytes.length - 9] ^= 1;
        assertThat(refused(described, bytes).code())
                .isIn(RefusalCode.DIGEST_MISMATCH, RefusalCode.ARCHIVE_INVALID, RefusalCode.ARCHIVE_TRUNCATED);
        assertNothingLeft();
    }

    @Test
    void a_stream_that_ends_early_leaves_nothing() throws Exception {
        Image original = there(app("a:1"));
        ImageContent described = from.describeContent(original.digest());
        byte[] bytes = sent(original, missing(described)).readNBytes(100);
        assertThat(refused(described, bytes).code()).isEqualTo(RefusalCode.ARCHIVE_TRUNCATED);
        assertNothingLeft();
    }

    @Test
    void documents_that_do_not_belong_together_are_refused() {
        Image original = there(app("a:1"));
        ImageContent described = from.describeContent(original.digest());
        ImageContent wrong = new ImageContent(described.manifest(), "{}".getBytes(StandardCharsets.UTF_8), List.of());
        assertThat(catchThrowableOfType(RefusedException.class, () -> images.missingContent(wrong))
                        .code())
                .isEqualTo(RefusalCode.IMAGE_INVALID);
    }

    @Test
    void an_image_for_another_platform_is_refused_before_a_byte_comes() {
        Image original = there(app("a:1"));
        ImageContent described = from.describeContent(original.digest());
        DataRoot arm = DataRoot.prepare(temp.resolve("arm"));
        Images other = new Images(
                arm, new Ingest(arm), LIMITS, "arm64", Decompressor.of(DecompressionLimits.DEFAULT), CONNECTIONS);
        assertThat(catchThrowableOfType(RefusedException.class, () -> other.missingContent(described))
                        .code())
                .isEqualTo(RefusalCode.PLATFORM_MISMATCH);
    }

    @Test
    void what_was_removed_since_the_comparison_is_told_of() {
        imported(app("base:1").ociArchive());
        Image more = there(app("more:1").layer(new TarFixture().file("more", "3")));
        ImageContent described = from.describeContent(more.digest());
        List<Digest> missing = missing(described);
        images.remove("base:1", false);
        RefusedException refusal = catchThrowableOfType(
                RefusedException.class,
                () -> images.receive(described, missing, InputStream.nullInputStream(), ImportProgress.NONE));
        assertThat(refusal).hasMessageContaining("was removed meanwhile");
        assertNothingLeft();
    }

    @Test
    void only_layers_of_the_image_are_sent() {
        Image original = there(app("a:1"));
        Image secret = there(app("b:1").layer(new TarFixture().file("secret", "3")));
        List<Digest> theirs = missing(from.describeContent(secret.digest()));
        assertThat(catchThrowableOfType(RefusedException.class, () -> sent(original, theirs))
                        .code())
                .isEqualTo(RefusalCode.INVALID_ARGUMENT);
    }

    @Test
    void a_copy_that_is_cancelled_leaves_nothing() throws Exception {
        Image original = there(app("a:1"));
        ImageContent described = from.describeContent(original.digest());
        List<Digest> missing = missing(described);
        InputStream bytes = sent(original, missing);
        assertThat(catchThrowableOfType(
                        CancellationException.class,
                        () -> images.receive(described, missing, bytes, (step, current, total) -> {
                            if (step.equals("copy layer 2 of 2")) {
                                throw new CancellationException();
                            }
                        })))
                .isNotNull();
        assertNothingLeft();
    }

    private Image there(ImageFixture fixture) {
        return from.importImage(new ByteArrayInputStream(fixture.ociArchive()), null, ImportProgress.NONE)
                .get(0);
    }

    private List<Digest> missing(ImageContent described) {
        return images.missingContent(described).stream().map(Descriptor::digest).toList();
    }

    private InputStream sent(Image image, List<Digest> layers) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        from.sendContent(image.digest(), layers, out, ImportProgress.NONE);
        return new ByteArrayInputStream(out.toByteArray());
    }

    private RefusedException refused(ImageContent described, byte[] bytes) {
        return catchThrowableOfType(
                RefusedException.class,
                () -> images.receive(
                        described, missing(described), new ByteArrayInputStream(bytes), ImportProgress.NONE));
    }
}
