package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.engine.image.store.Assembly.Choice;
import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.ManifestDocument;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImageAssemblyTest extends ImageTestBed {
    private static final Reference NAME = Reference.parse("mixed:1");

    private Image base;
    private Image app;

    @BeforeEach
    void twoImages() {
        base = imported(new ImageFixture("base:2")
                .layer(new TarFixture().directory("bin").file("bin/sh", "newer"))
                .command("/bin/sh")
                .ociArchive());
        app = imported(app("app:1").env("MODE=app").ociArchive());
    }

    private List<Choice> appOnBase() {
        return List.of(new Choice(base.digest(), 0), new Choice(app.digest(), 1));
    }

    @Test
    void app_layers_on_a_newer_base_make_an_ordinary_image_that_comes_back_from_an_archive() throws IOException {
        Image made = images.assemble(NAME, appOnBase(), app.digest());
        assertThat(made.layers())
                .containsExactly(base.layers().get(0), app.layers().get(1));
        assertThat(made.config().process()).isEqualTo(app.config().process());
        assertThat(images.layers(made.digest()).stack(1).find(ByteName.of("bin/sh")))
                .isPresent();
        ManifestDocument.parse(Files.readAllBytes(root.blob(made.digest())), null);
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        images.save(List.of("mixed:1"), archive);
        images.remove(made.digest().toString(), true);
        assertThat(imported(archive.toByteArray())).isEqualTo(made);
    }

    @Test
    void its_history_keeps_each_layers_command_and_tells_where_they_are_from() {
        List<ImageConfig.History> history =
                images.assemble(NAME, appOnBase(), app.digest()).config().history();
        assertThat(history).hasSize(3);
        assertThat(history.get(0)).isEqualTo(base.config().history().get(0));
        assertThat(history.get(1)).isEqualTo(app.config().history().get(1));
        assertThat(history.get(2).emptyLayer()).isTrue();
        assertThat(history.get(2).createdBy().orElseThrow())
                .contains(base.digest().toString(), app.digest().toString());
    }

    @Test
    void equal_choices_make_equal_images_and_another_order_makes_another_one() {
        Image made = images.assemble(NAME, appOnBase(), app.digest());
        assertThat(images.assemble(NAME, appOnBase(), app.digest())).isEqualTo(made);
        List<Choice> turned = List.of(appOnBase().get(1), appOnBase().get(0));
        assertThat(images.assemble(NAME, turned, app.digest()).digest()).isNotEqualTo(made.digest());
    }

    @Test
    void its_layers_stay_when_the_images_that_they_are_from_go() throws IOException {
        Image made = images.assemble(NAME, appOnBase(), app.digest());
        images.remove(base.digest().toString(), true);
        images.remove(app.digest().toString(), true);
        restart();
        images.collect();
        assertThat(images.layers(made.digest()).count()).isEqualTo(2);
        images.remove(made.digest().toString(), true);
        assertNothingLeft();
    }

    @Test
    void layers_that_there_are_not_and_images_for_other_platforms_are_refused_with_nothing_left() {
        refused(RefusalCode.INVALID_ARGUMENT, List.of(new Choice(base.digest(), 1)), base.digest());
        refused(RefusalCode.INVALID_ARGUMENT, List.of(), base.digest());
        refused(RefusalCode.IMAGE_NOT_FOUND, List.of(new Choice(Digest.of(new byte[1]), 0)), base.digest());
        refused(RefusalCode.IMAGE_NOT_FOUND, appOnBase(), Digest.of(new byte[1]));
        assertThat(images.list()).hasSize(2);
    }

    private void refused(RefusalCode code, List<Choice> chosen, Digest configOf) {
        RefusedException refusal =
                catchThrowableOfType(RefusedException.class, () -> images.assemble(NAME, chosen, configOf));
        assertThat(refusal.code()).isEqualTo(code);
    }
}
