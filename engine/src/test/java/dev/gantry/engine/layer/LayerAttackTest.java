package dev.gantry.engine.layer;

import static dev.gantry.oci.tar.TarEntry.device;
import static dev.gantry.oci.tar.TarEntry.directory;
import static dev.gantry.oci.tar.TarEntry.file;
import static dev.gantry.oci.tar.TarEntry.hardlink;
import static dev.gantry.oci.tar.TarEntry.symlink;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.tar.TarEntry;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that try to reach out of their layer; each test is named after what is tried. */
class LayerAttackTest extends LayerTestBed {
    @AfterEach
    void hostIsUnchanged() throws Exception {
        assertHostUnchanged();
    }

    @Test
    void dot_dot_names_are_refused() {
        refused(RefusalCode.ARCHIVE_INVALID, new Tar().file("../../host/evil", "x"));
        refused(RefusalCode.ARCHIVE_INVALID, new Tar().file("a/../../evil", "x"));
    }

    @Test
    void absolute_names_stay_below_the_root() throws Exception {
        Path files = unpacked(new Tar().file("/" + host + "/canary", "evil"));
        assertThat(files.resolve(host.toString().substring(1)).resolve("canary"))
                .hasContent("evil");
    }

    @Test
    void a_file_through_an_absolute_link_stays_inside() {
        refused(
                RefusalCode.ARCHIVE_INVALID,
                Tar.of(symlink("out", host.toString())).file("out/canary", "evil"));
    }

    @Test
    void a_file_through_a_climbing_link_stays_inside() throws Exception {
        Path files = unpacked(
                Tar.of(directory("etc/"), symlink("out", "../../../../../etc")).file("out/passwd", "x"));
        assertThat(files.resolve("etc/passwd")).hasContent("x");
    }

    @Test
    void a_file_replaces_the_link_of_its_name() throws Exception {
        Path files = unpacked(Tar.of(symlink("f", canary.toString())).file("f", "mine"));
        assertThat(files.resolve("f")).hasContent("mine");
        assertThat(Files.isSymbolicLink(files.resolve("f"))).isFalse();
    }

    @Test
    void a_directory_replaces_the_link_of_its_name() throws Exception {
        Path files =
                unpacked(Tar.of(symlink("d", host.toString()), directory("d/").withMode(0777))
                        .file("d/x", "1"));
        assertThat(Files.isDirectory(files.resolve("d"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../host/canary", "/host/canary", "none", "", "/", "."})
    void a_hard_link_out_of_the_layer_is_refused(String target) {
        refused(RefusalCode.ARCHIVE_INVALID, Tar.of(hardlink("evil", target)));
    }

    @Test
    void a_hard_link_through_a_link_is_resolved_inside() {
        refused(RefusalCode.ARCHIVE_INVALID, Tar.of(symlink("out", host.toString()), hardlink("evil", "out/canary")));
    }

    @Test
    void an_honest_absolute_hard_link_works() throws Exception {
        Path files = unpacked(new Tar().file("bin/a", "1").with(hardlink("bin/b", "/bin/a")));
        assertThat(stat(files.resolve("bin/b")).links()).isEqualTo(2);
    }

    @Test
    void a_hard_link_to_a_link_does_not_change_what_it_leads_to() throws Exception {
        Path files = unpacked(Tar.of(
                symlink("link", canary.toString()),
                hardlink("hard", "link").withMode(0777).withOwner(1000, 1000)));
        assertThat(stat(files.resolve("hard")).isLink()).isTrue();
    }

    @Test
    void a_hard_link_onto_itself_is_kept() throws Exception {
        Path files = unpacked(new Tar().file("a", "1").with(hardlink("a", "a")));
        assertThat(files.resolve("a")).hasContent("1");
    }

    @Test
    void a_hard_link_below_what_it_replaces_is_refused() {
        refused(RefusalCode.ARCHIVE_INVALID, new Tar().file("d/f", "1").with(hardlink("d", "d/f")));
    }

    @Test
    void a_whiteout_through_a_link_deletes_nothing() throws Exception {
        refused(RefusalCode.ARCHIVE_INVALID, Tar.of(symlink("out", host.toString()), file("out/.wh.canary", 0)));
        refused(RefusalCode.ARCHIVE_INVALID, Tar.of(symlink("out", host.toString()), file("out/.wh..wh..opq", 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {".wh.", ".wh..", ".wh...", "a/.wh.", "a/.wh..", "a/.wh...", ".wh.d/f"})
    void a_whiteout_of_no_name_is_refused(String name) {
        refused(RefusalCode.ARCHIVE_INVALID, Tar.of(file(name, 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "./", "/"})
    void the_root_as_a_link_is_refused(String name) {
        refused(RefusalCode.ARCHIVE_INVALID, Tar.of(symlink(name, host.toString())));
    }

    @Test
    void the_root_as_a_file_is_refused() {
        refused(RefusalCode.ARCHIVE_INVALID, Tar.of(file(".", 0)));
    }

    @Test
    void smuggled_whiteout_devices_are_refused() {
        refused(RefusalCode.ARCHIVE_INVALID, Tar.of(device(TarEntry.Type.CHAR, "etc/passwd", 0, 0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trusted.overlay.opaque",
                "trusted.overlay.redirect",
                "user.overlay.opaque",
                "trusted.anything",
                "security.overlay.x"
            })
    void smuggled_overlay_attributes_are_refused(String key) {
        refused(RefusalCode.ARCHIVE_INVALID, Tar.of(directory("d/").withXattrs(Map.of(key, new byte[] {'y'}))));
    }

    @Test
    void a_hard_link_to_a_whiteout_is_refused() {
        refused(RefusalCode.ARCHIVE_INVALID, Tar.of(file(".wh.a", 0), hardlink("b", "a")));
    }

    @Test
    void names_below_a_file_are_refused() {
        refused(RefusalCode.ARCHIVE_INVALID, new Tar().file("f", "1").file("f/below", "2"));
    }

    @Test
    void a_loop_of_links_is_refused() {
        refused(
                RefusalCode.ARCHIVE_INVALID,
                Tar.of(symlink("a", "b"), symlink("b", "a")).file("a/x", "1"));
    }

    @Test
    void more_entries_than_allowed_leave_nothing() {
        store = store(LIMITS.withEntries(10));
        Tar tar = new Tar();
        for (int i = 0; i < 11; i++) {
            tar.file("f" + i, "");
        }
        refused(RefusalCode.LIMIT_EXCEEDED, tar);
    }

    @Test
    void entries_that_each_ask_for_many_directories_leave_nothing() {
        store = store(LIMITS.withEntries(1000));
        Tar tar = new Tar();
        for (int i = 0; i < 40; i++) {
            tar.file(i + "/d".repeat(50) + "/f", "");
        }
        assertThat(refused(RefusalCode.LIMIT_EXCEEDED, tar)).hasMessageContaining("more than 1000 directories");
    }

    @Test
    void directories_whose_names_would_fill_the_memory_leave_nothing() {
        store = store(LIMITS.withEntries(200));
        String deep = ("n".repeat(200) + "/").repeat(15);
        assertThat(refused(RefusalCode.LIMIT_EXCEEDED, Tar.of(file(deep + "a/f", 0), directory(deep + "b/"))))
                .hasMessageContaining("more than 25600 bytes");
    }

    @Test
    void more_bytes_than_allowed_leave_nothing() {
        store = store(LIMITS.withBytes(100_000));
        refused(RefusalCode.LIMIT_EXCEEDED, new Tar().put(file("big", 200_000), new byte[200_000]));
    }

    @Test
    void the_reserve_of_the_disk_is_not_touched() {
        store = store(LIMITS.withReserve(Long.MAX_VALUE, 0));
        refused(RefusalCode.DISK_FULL, new Tar().file("f", "1"));
        store = store(LIMITS.withReserve(0, Long.MAX_VALUE));
        refused(RefusalCode.DISK_FULL, new Tar().file("f", "1"));
    }

    @Test
    void a_path_of_five_thousand_directories_is_refused() {
        refused(RefusalCode.LIMIT_EXCEEDED, Tar.of(file("d/".repeat(5000) + "f", 0)));
        refused(RefusalCode.LIMIT_EXCEEDED, Tar.of(file("n".repeat(300), 0)));
    }

    @Test
    void deep_honest_paths_are_made_and_removed() throws Exception {
        Tar tar = Tar.of(file("d/".repeat(300) + "f", 0));
        tar.into(store);
        remove(tar);
        assertNothingLeft();
    }

    @Test
    void a_truncated_archive_leaves_nothing() {
        Tar tar = new Tar().file("a", "1".repeat(2000));
        byte[] bytes = tar.bytes();
        Assertions.assertThatThrownBy(
                        () -> store.unpack(tar.diffId(), () -> new ByteArrayInputStream(Arrays.copyOf(bytes, 1500))))
                .hasMessageContaining("ARCHIVE_TRUNCATED");
        assertNothingLeft();
    }
}
