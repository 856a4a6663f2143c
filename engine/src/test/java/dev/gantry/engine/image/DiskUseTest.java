package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.image.usage.ImageUse;
import dev.gantry.engine.image.usage.StoreUse;
import dev.gantry.engine.kernel.file.DiskUse;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DiskUseTest extends ImageTestBed {
    @Test
    void a_tree_takes_what_du_says_hard_links_once_and_links_not_followed() throws Exception {
        Path tree = Files.createDirectories(temp.resolve("tree/a/b/c"));
        Files.write(tree.resolve("big"), new byte[200_001]);
        Files.createLink(tree.resolve("again"), tree.resolve("big"));
        Files.createLink(temp.resolve("tree/top"), tree.resolve("big"));
        Files.createSymbolicLink(temp.resolve("tree/out"), Path.of("/usr"));
        Files.writeString(temp.resolve("tree/a/small"), "x");
        assertThat(DiskUse.of(temp.resolve("tree"))).isEqualTo(Du.bytes(temp.resolve("tree")));
        assertThat(DiskUse.of(temp.resolve("none"))).isZero();
    }

    @Test
    void deep_trees_and_names_that_are_no_text_are_walked() throws Exception {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            path.append("directory-").append(i).append('/');
        }
        TarFixture deep = new TarFixture().file(path + "file", "x".repeat(9000));
        imported(new ImageFixture("deep:1").layer(deep).ociArchive());
        assertTotalIsTrue();
    }

    @Test
    void the_parts_add_up_to_what_du_says_of_the_store() throws Exception {
        assertTotalIsTrue();
        imported(app("a:1").layer(links()).ociArchive());
        imported(app("b:1")
                .layer(new TarFixture().file("more", "3".repeat(100_000)))
                .ociArchive());
        assertTotalIsTrue();
        images.layers(images.list().get(0).digest());
        assertTotalIsTrue();
        images.remove("a:1", false);
        assertTotalIsTrue();
        restart();
        assertTotalIsTrue();
    }

    @Test
    void hard_links_in_a_layer_are_one_file() {
        imported(new ImageFixture("links:1").layer(links()).ociArchive());
        assertThat(images.diskUse().layers())
                .singleElement()
                .satisfies(layer -> assertThat(layer.layerBytes()).isBetween(400_000L, 500_000L));
    }

    @Test
    void images_share_layers_and_each_says_with_whom() {
        Image base = imported(app("base:1").ociArchive());
        Image more = imported(app("more:1")
                .layer(new TarFixture().file("more", "3".repeat(300_000)))
                .ociArchive());
        imported(new ImageFixture("other:1")
                .layer(new TarFixture().file("alone", "1"))
                .ociArchive());
        images.use(base.digest(), "1".repeat(32), "web");
        StoreUse use = images.diskUse();
        ImageUse onMore = of(use, more);

        assertThat(onMore.sharedWith()).singleElement().satisfies(share -> {
            assertThat(share.image()).isEqualTo(base.digest());
            assertThat(share.bytes())
                    .isEqualTo(onMore.sharedBytes())
                    .isEqualTo(of(use, base).sharedBytes());
        });
        assertThat(onMore.uniqueBytes()).isGreaterThan(300_000);
        assertThat(onMore.reclaimableBytes()).isEqualTo(onMore.uniqueBytes());
        assertThat(of(use, base).reclaimableBytes()).isZero();
        assertThat(of(use, base).usedBy()).containsExactly("web");
        assertThat(use.layers())
                .filteredOn(layer -> layer.images().size() == 2)
                .hasSize(2)
                .allSatisfy(
                        layer -> assertThat(layer.images()).containsExactlyInAnyOrder(base.digest(), more.digest()));
        assertThat(use.reclaimableBytes())
                .isEqualTo(use.images().stream()
                        .mapToLong(ImageUse::reclaimableBytes)
                        .sum());
    }

    @Test
    void what_no_image_needs_is_told_apart() throws Exception {
        Files.write(root.blob(Digest.of("x".getBytes(StandardCharsets.UTF_8))), new byte[70_000]);
        assertThat(images.diskUse().unneededBytes()).isBetween(70_000L, 80_000L);
        assertTotalIsTrue();
    }

    private static TarFixture links() {
        return new TarFixture()
                .file("opt/one", "1".repeat(400_000))
                .hardlink("opt/two", "opt/one")
                .hardlink("opt/three", "opt/one");
    }

    private static ImageUse of(StoreUse use, Image image) {
        return use.images().stream()
                .filter(each -> each.image().digest().equals(image.digest()))
                .findFirst()
                .orElseThrow();
    }

    private void assertTotalIsTrue() throws Exception {
        assertThat(images.diskUse().totalBytes()).isEqualTo(Du.bytes(root.path()));
    }
}
