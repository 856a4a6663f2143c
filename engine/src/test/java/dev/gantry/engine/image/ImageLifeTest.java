package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.layer.LayerStack;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.testing.Archives;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageLifeTest extends ImageTestBed {
    @Test
    void images_are_there_again_after_a_restart() {
        Image image = imported(app("example/app:1", "example/app:2").ociArchive());
        restart();
        images.collect();
        assertThat(images.list()).containsExactly(image);
        assertThat(images.find("example/app:2")).contains(image);
        assertThat(images.find("docker.io/example/app:1")).contains(image);
        assertThat(images.find(image.digest().toString())).contains(image);
        assertThat(images.find("example/app@" + image.digest())).contains(image);
        assertThat(images.find("example/app:3")).isEmpty();
    }

    @Test
    void a_name_moves_to_the_image_that_was_imported_last() {
        Image old = imported(app("example/app:1").ociArchive());
        Image next = imported(app("example/app:1").command("/bin/next").ociArchive());
        assertThat(images.find("example/app:1")).contains(next);
        assertThat(images.find(old.digest().toString()).orElseThrow().names()).isEmpty();
        restart();
        assertThat(images.find("example/app:1")).contains(next);
    }

    @Test
    void removing_one_of_two_names_keeps_the_image() {
        Image image = imported(app("a:1", "b:1").ociArchive());
        images.remove("a:1", false);
        assertThat(images.find("a:1")).isEmpty();
        assertThat(images.find(image.digest().toString()).orElseThrow().names())
                .containsExactly(Reference.parse("b:1"));
        images.remove("b:1", false);
        assertNothingLeft();
    }

    @Test
    void by_its_digest_an_image_with_two_names_goes_only_by_force() {
        Image image = imported(app("a:1", "b:1").ociArchive());
        String digest = image.digest().toString();
        assertThat(refusal(() -> images.remove(digest, false)).code()).isEqualTo(RefusalCode.IMAGE_IN_USE);
        images.remove(digest, true);
        assertNothingLeft();
    }

    @Test
    void an_image_in_use_stays_and_its_containers_are_named() {
        Image image = imported(app("a:1").ociArchive());
        images.use(image.digest(), "1".repeat(32), "web");
        images.use(image.digest(), "2".repeat(32), "db");
        assertThat(refusal(() -> images.remove("a:1", true)))
                .hasMessageContaining("IMAGE_IN_USE")
                .hasMessageContaining("db, web");
        images.release("1".repeat(32));
        images.release("2".repeat(32));
        images.remove("a:1", false);
        assertNothingLeft();
    }

    @Test
    void what_another_image_needs_stays() {
        Image first = imported(app("a:1").ociArchive());
        ImageFixture more = app("b:1").layer(new TarFixture().file("more", "3"));
        Image second = imported(more.ociArchive());
        images.remove("b:1", false);
        LayerStack stack = images.use(first.digest(), "1".repeat(32), "web");
        assertThat(stack.lowers()).allSatisfy(lower -> assertThat(lower).isDirectory());
        assertThat(root.layers().toFile().list()).hasSize(2);
        assertThat(images.find(second.digest().toString())).isEmpty();
    }

    @Test
    void a_stack_has_the_highest_layer_first() {
        Image image = imported(app("a:1").ociArchive());
        LayerStack stack = images.use(image.digest(), "1".repeat(32), "web");
        assertThat(stack.lowers().get(0).resolve("etc/conf")).hasContent("2");
        assertThat(stack.lowers().get(1).resolve("bin/app")).hasContent("base");
    }

    @Test
    void what_a_crash_left_is_collected() throws Exception {
        Image image = imported(app("a:1").ociArchive());
        Image lost =
                imported(app("b:1").layer(new TarFixture().file("more", "3")).ociArchive());
        Files.delete(root.image(lost.digest()));
        Files.writeString(root.images().resolve(".new-1-1"), "half");
        Files.writeString(root.blob(Digest.of(new byte[] {1})), "orphan");
        restart();
        assertThat(images.list()).containsExactly(image);
        images.collect();
        assertThat(root.layers().toFile().list()).hasSize(2);
        assertThat(root.blobs().toFile().list()).hasSize(4);
        assertThat(root.images().toFile().list()).hasSize(2);
    }

    @Test
    void a_damaged_record_hides_one_image_and_nothing_is_collected() throws Exception {
        Image good = imported(app("a:1").ociArchive());
        Image bad =
                imported(app("b:1").layer(new TarFixture().file("more", "3")).ociArchive());
        Files.writeString(root.image(bad.digest()), "{");
        restart();
        images.collect();
        assertThat(images.list()).containsExactly(good);
        assertThat(root.layers().toFile().list()).hasSize(3);
    }

    @Test
    void several_images_in_one_archive_are_all_there() {
        byte[] archive = Archives.oci(List.of(app("a:1"), app("b:1").command("/b")));
        assertThat(importAll(archive, null)).hasSize(2);
        assertThat(images.list()).hasSize(2);
    }

    @Test
    void an_image_that_is_not_there_can_not_be_removed() {
        assertThat(refusal(() -> images.remove("none:1", false)).code()).isEqualTo(RefusalCode.IMAGE_NOT_FOUND);
        assertThatThrownBy(() -> images.find("sha256:../../x")).hasMessageContaining("INVALID_ARGUMENT");
    }

    private static RefusedException refusal(Runnable work) {
        return catchThrowableOfType(RefusedException.class, work::run);
    }
}
