package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.kernel.process.Command;
import dev.gantry.oci.reference.Reference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSaveTest extends ImageTestBed {
    @Test
    void what_was_saved_and_removed_is_the_same_image_when_it_comes_back() throws IOException {
        Image image = imported(app("example/app:1", "example/app:2").ociArchive());
        byte[] archive = saved(image.digest().toString());
        images.remove(image.digest().toString(), true);
        assertNothingLeft();
        assertThat(imported(archive)).isEqualTo(image);
    }

    @Test
    void equal_images_make_equal_archives() throws IOException {
        Image image = imported(app("a:1").ociArchive());
        assertThat(saved(image.digest().toString())).isEqualTo(saved("a:1"));
    }

    @Test
    void by_a_name_an_image_is_saved_under_that_name_alone() throws IOException {
        Image image = imported(app("a:1", "b:1").ociArchive());
        byte[] archive = saved("b:1");
        images.remove(image.digest().toString(), true);
        assertThat(imported(archive).names()).containsExactly(Reference.parse("b:1"));
    }

    @Test
    void images_that_share_layers_share_them_in_the_archive() throws IOException {
        imported(app("a:1").ociArchive());
        imported(app("b:1").command("/bin/other").ociArchive());
        int one = saved("a:1").length;
        assertThat(saved("a:1", "b:1").length).isLessThan(2 * one);
        assertThat(importAll(saved("a:1", "b:1"), null)).hasSize(2);
    }

    @Test
    void an_image_that_is_not_there_can_not_be_saved() {
        assertThatThrownBy(() -> saved("no/such:1")).hasMessageContaining("IMAGE_NOT_FOUND");
    }

    @Test
    void a_new_name_is_taken_from_the_image_that_had_it_and_survives_a_restart() {
        Image first = imported(app("a:1").ociArchive());
        Image second = imported(app("b:1").command("/bin/other").ociArchive());
        images.tag("b:1", Reference.parse("a:1"));
        restart();
        assertThat(images.find("a:1").orElseThrow().digest()).isEqualTo(second.digest());
        assertThat(images.find(first.digest().toString()).orElseThrow().names()).isEmpty();
    }

    @Test
    void an_image_whose_last_name_was_taken_away_stays() {
        Image image = imported(app("a:1").ociArchive());
        images.untag(Reference.parse("a:1"));
        assertThat(images.find(image.digest().toString())).isPresent();
        assertThatThrownBy(() -> images.untag(Reference.parse("a:1"))).hasMessageContaining("IMAGE_NOT_FOUND");
    }

    @Test
    void a_digest_is_no_name_to_give() {
        Image image = imported(app("a:1").ociArchive());
        assertThatThrownBy(() -> images.tag("a:1", Reference.parse("b@" + image.digest())))
                .hasMessageContaining("INVALID_ARGUMENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-archive", "oci-archive"})
    void other_tools_read_the_archive(String transport) throws IOException {
        assumeThat(Command.find("skopeo")).as("skopeo is installed").isPresent();
        Image image = imported(app("registry.example.com/team/app:7").ociArchive());
        Path archive = temp.resolve("saved.tar");
        Files.write(archive, saved(image.digest().toString()));
        String said = Command.of("skopeo", "inspect", "--config", transport + ":" + archive)
                .run();
        assertThat(said).contains("\"/bin/app\"");
        Path copied = temp.resolve("copied");
        Command.of("skopeo", "--insecure-policy", "copy", transport + ":" + archive, "dir:" + copied)
                .run();
        for (Image.Layer layer : image.layers()) {
            assertThat(said).contains(layer.diffId().toString());
        }
    }

    private byte[] saved(String... namesOrDigests) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        images.save(List.of(namesOrDigests), out);
        return out.toByteArray();
    }
}
