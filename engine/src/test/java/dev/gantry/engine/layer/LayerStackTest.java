package dev.gantry.engine.layer;

import static dev.gantry.oci.tar.TarEntry.directory;
import static dev.gantry.oci.tar.TarEntry.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.engine.kernel.file.Mounts;
import dev.gantry.engine.kernel.file.Stat;
import dev.gantry.oci.digest.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LayerStackTest extends LayerTestBed {
    private static final Instant TIME = Instant.parse("2011-11-11T11:11:11Z");

    private @Nullable Path merged;

    @AfterEach
    void unmount() {
        if (merged != null) {
            Mounts.unmount(merged);
        }
    }

    private Path mount(Tar... tars) throws Exception {
        List<Digest> diffIds = new ArrayList<>();
        for (Tar tar : tars) {
            diffIds.add(tar.into(store).diffId());
        }
        Path target = Files.createDirectories(temp.resolve("merged"));
        merged = target;
        Mounts.overlay(store.stack(diffIds).writable(Files.createDirectories(root.container("c"))), target);
        return target;
    }

    @Test
    void layers_hide_and_replace_what_lies_below() throws Exception {
        Path all = mount(
                new Tar()
                        .file("keep", "1")
                        .file("gone", "1")
                        .file("dir/old", "1")
                        .file("etc/a", "1"),
                new Tar()
                        .file(".wh.gone", "")
                        .file("dir/.wh..wh..opq", "")
                        .file("dir/new", "2")
                        .file("etc/a", "2"));
        assertThat(all.resolve("keep")).hasContent("1");
        assertThat(all.resolve("gone")).doesNotExist();
        assertThat(all.resolve("dir/old")).doesNotExist();
        assertThat(all.resolve("dir/new")).hasContent("2");
        assertThat(all.resolve("etc/a")).hasContent("2");
    }

    @Test
    void a_layer_without_entries_for_its_directories_keeps_those_of_the_layer_below() throws Exception {
        Path all = mount(
                Tar.of(
                        directory("./").withMode(0751).withOwner(3, 3),
                        directory("srv/").withMode(0710).withOwner(10, 20).withMtime(TIME),
                        directory("srv/app/")
                                .withMode(01777)
                                .withOwner(30, 40)
                                .withMtime(TIME)
                                .withXattrs(Map.of("user.mark", new byte[] {1}))),
                new Tar().file("srv/app/new", "2"),
                new Tar().file("srv/app/sub/newer", "3"));
        Stat app = stat(all.resolve("srv/app"));
        assertThat(app.permissions()).isEqualTo(01777);
        assertThat(app.uid()).isEqualTo(30);
        assertThat(app.modified()).isEqualTo(TIME);
        assertThat(xattrs(all.resolve("srv/app"))).containsKey("user.mark");
        assertThat(stat(all.resolve("srv")).permissions()).isEqualTo(0710);
        assertThat(stat(all.resolve("srv")).gid()).isEqualTo(20);
        assertThat(stat(all.resolve("srv/app/sub")).permissions()).isEqualTo(0755);
        assertThat(stat(all).permissions()).isEqualTo(0751);
        assertThat(stat(all).uid()).isEqualTo(3);
        assertThat(all.resolve("srv/app/new")).hasContent("2");
        assertThat(all.resolve("srv/app/sub/newer")).hasContent("3");
    }

    @Test
    void a_directory_that_was_removed_in_between_is_a_new_one() throws Exception {
        Path all = mount(
                Tar.of(directory("srv/").withMode(0700)), Tar.of(file(".wh.srv", 0)), new Tar().file("srv/new", "3"));
        assertThat(stat(all.resolve("srv")).permissions()).isEqualTo(0755);
    }

    @Test
    void a_layer_that_hides_everything_is_the_lowest() throws Exception {
        Path all = mount(
                new Tar().file("old", "1"), new Tar().file(".wh..wh..opq", "").file("new", "2"));
        assertThat(all.resolve("old")).doesNotExist();
        assertThat(all.resolve("new")).hasContent("2");
    }

    @Test
    void an_image_without_layers_is_an_empty_directory() throws Exception {
        Path all = mount();
        assertThat(all).isEmptyDirectory();
        Files.writeString(all.resolve("f"), "1");
    }

    @Test
    void the_mending_layer_is_made_once_and_found_by_its_name() throws Exception {
        Tar lower = Tar.of(directory("srv/").withMode(0700));
        Tar upper = new Tar().file("srv/f", "1");
        List<Digest> diffIds =
                List.of(lower.into(store).diffId(), upper.into(store).diffId());
        Path mend = store.stack(diffIds).mend().orElseThrow();
        assertThat(store(LIMITS).stack(diffIds).mend()).contains(mend);
        assertThat(store.list()).contains(LayerStore.mendId(diffIds));
    }
}
