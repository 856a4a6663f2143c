package dev.gantry.oci.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.TarEntry;
import dev.gantry.oci.tar.TarLimits;
import dev.gantry.oci.testing.TarFixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerIndexTest {
    @TempDir
    Path temp;

    private LayerIndex index(byte[] tar) throws IOException {
        Path file = temp.resolve("index-" + System.identityHashCode(tar));
        LayerIndexer.index(new ByteArrayInputStream(tar), TarLimits.DEFAULT, file);
        return LayerIndex.open(file).orElseThrow();
    }

    private static List<String> paths(LayerIndex index) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < index.count(); i++) {
            paths.add(index.entry(i).path().toString());
        }
        return paths;
    }

    private static IndexEntry at(LayerIndex index, String path) {
        return index.entry(index.find(ByteName.of(path).bytes()).orElseThrow());
    }

    @Test
    void a_directory_comes_right_before_all_that_lies_in_it() throws IOException {
        LayerIndex index = index(new TarFixture()
                .file("a.b", "1")
                .file("a/z", "2")
                .file("a/b/c", "34")
                .file("b", "5")
                .bytes());
        assertThat(paths(index)).containsExactly("", "a", "a/b", "a/b/c", "a/z", "a.b", "b");
        int a = index.find(ByteName.of("a").bytes()).orElseThrow();
        assertThat(index.end(a)).isEqualTo(5);
        assertThat(index.bytes(a)).isEqualTo(3);
        assertThat(index.files(0)).isEqualTo(4);
        assertThat(at(index, "a").implicit()).isTrue();
    }

    @Test
    void a_files_content_is_where_the_index_says_and_has_the_digest_it_says() throws IOException {
        byte[] tar =
                new TarFixture().file("etc/motd", "hello").file("x", "other").bytes();
        IndexEntry motd = at(index(tar), "etc/motd");
        byte[] content = Arrays.copyOfRange(tar, (int) motd.offset(), (int) (motd.offset() + motd.size()));
        assertThat(new String(content, StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(motd.content()).contains(Digest.of(content));
    }

    @Test
    void names_that_are_no_text_are_kept_byte_for_byte() throws IOException {
        ByteName name = ByteName.of(new byte[] {'d', '/', (byte) 0xff, '\n', (byte) 0xc3, ' '});
        LayerIndex index = index(new TarFixture()
                .entry(TarEntry.file("x", 0).withName(name), new byte[0])
                .bytes());
        assertThat(index.entry(index.find(name.bytes()).orElseThrow()).path()).isEqualTo(name);
    }

    @Test
    void of_two_members_with_one_path_the_last_wins() throws IOException {
        LayerIndex index =
                index(new TarFixture().file("a", "first").file("a", "2").bytes());
        assertThat(at(index, "a").size()).isEqualTo(1);
        assertThat(index.bytes(0)).isEqualTo(1);
    }

    @Test
    void a_file_that_takes_a_directorys_place_removes_what_lay_in_it() throws IOException {
        LayerIndex index =
                index(new TarFixture().file("a/b/c", "1").file("a", "2").bytes());
        assertThat(paths(index)).containsExactly("", "a");
        LayerIndex back = index(new TarFixture()
                .file("a/b/c", "1")
                .file("a", "2")
                .directory("a")
                .file("a/new", "3")
                .bytes());
        assertThat(paths(back)).containsExactly("", "a", "a/new");
    }

    @Test
    void a_whiteout_beside_a_directory_of_the_same_layer_makes_it_opaque() throws IOException {
        for (TarFixture tar : List.of(
                new TarFixture().whiteout("a").directory("a").file("a/x", "1"),
                new TarFixture().whiteout("a").file("a/x", "1"),
                new TarFixture().directory("a").whiteout("a").file("a/x", "1"),
                new TarFixture().opaque("a").file("a/x", "1"))) {
            IndexEntry a = at(index(tar.bytes()), "a");
            assertThat(a.kind()).isEqualTo(EntryKind.DIRECTORY);
            assertThat(a.opaque()).isTrue();
        }
    }

    @Test
    void a_hard_link_leads_to_its_file() throws IOException {
        LayerIndex index = index(new TarFixture()
                .file("bin/busybox", "program")
                .hardlink("bin/sh", "/bin/busybox")
                .hardlink("sh", "bin/sh")
                .bytes());
        int link = index.find(ByteName.of("sh").bytes()).orElseThrow();
        assertThat(index.kind(link)).isEqualTo(EntryKind.HARDLINK);
        assertThat(index.file(link).orElseThrow().path()).isEqualTo(ByteName.of("bin/busybox"));
        assertThat(index.bytes(0)).isEqualTo(7);
    }

    @Test
    void hard_links_in_a_circle_lead_nowhere() throws IOException {
        LayerIndex index =
                index(new TarFixture().hardlink("a", "b").hardlink("b", "a").bytes());
        assertThat(index.file(1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../up", "a/../../b", ".wh.", ".wh...", ".wh..", "a/.wh.b/c"})
    void names_of_attackers_are_refused(String name) {
        byte[] tar = new TarFixture().file(name, "x").bytes();
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> index(tar));
        assertThat(refusal.code()).isEqualTo(RefusalCode.ARCHIVE_INVALID);
    }

    @Test
    void members_that_come_through_a_link_lie_where_it_leads_below_the_layers_root() throws IOException {
        LayerIndex index = index(new TarFixture()
                .directory("usr/lib")
                .symlink("lib", "usr/lib")
                .symlink("usr/up", "../../../lib")
                .symlink("abs", "/usr/up")
                .file("lib/a", "1")
                .file("usr/up/b", "2")
                .file("abs/c", "3")
                .whiteout("abs/gone")
                .opaque("lib")
                .hardlink("d", "abs/a")
                .bytes());
        assertThat(paths(index))
                .containsExactly(
                        "",
                        "abs",
                        "d",
                        "lib",
                        "usr",
                        "usr/lib",
                        "usr/lib/a",
                        "usr/lib/b",
                        "usr/lib/c",
                        "usr/lib/gone",
                        "usr/up");
        assertThat(at(index, "usr/lib").opaque()).isTrue();
        assertThat(at(index, "d").link()).isEqualTo(ByteName.of("usr/lib/a"));
    }

    @Test
    void links_that_form_a_loop_are_refused() {
        byte[] tar = new TarFixture()
                .symlink("a", "b")
                .symlink("b", "a")
                .file("a/x", "1")
                .bytes();
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> index(tar));
        assertThat(refusal.refusal().why()).contains("loop");
    }

    @Test
    void a_directory_in_a_links_place_is_no_link_any_more() throws IOException {
        LayerIndex index = index(new TarFixture()
                .symlink("a", "b")
                .directory("a")
                .file("a/x", "1")
                .bytes());
        assertThat(paths(index)).containsExactly("", "a", "a/x");
    }

    @Test
    void a_member_below_a_file_is_refused() {
        byte[] tar = new TarFixture().file("a", "x").file("a/b", "y").bytes();
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> index(tar));
        assertThat(refusal.code()).isEqualTo(RefusalCode.ARCHIVE_INVALID);
    }

    @Test
    void an_index_that_was_not_written_to_its_end_counts_as_none() throws IOException {
        Path file = temp.resolve("torn");
        LayerIndexer.index(
                new ByteArrayInputStream(new TarFixture().file("a", "1").bytes()), TarLimits.DEFAULT, file);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertThat(LayerIndex.open(file)).isEmpty();
        assertThat(LayerIndex.open(temp.resolve("missing"))).isEmpty();
    }

    @Test
    void more_names_than_are_held_in_memory_come_out_in_order() throws IOException {
        Random random = new Random(7);
        Path file = temp.resolve("many");
        try (IndexWriter writer = new IndexWriter(file, TarLimits.DEFAULT, IndexWriter.MOST_BYTES)) {
            for (int i = 0; i < 60_000; i++) {
                writer.add(TarEntry.file("d" + random.nextInt(90) + "/file-" + random.nextInt(1 << 30), 1), i, null);
            }
            writer.finish();
        }
        LayerIndex index = LayerIndex.open(file).orElseThrow();
        for (int i = 1; i < index.count(); i++) {
            assertThat(Paths.compare(index.path(i - 1), index.path(i))).isNegative();
        }
        assertThat(index.files(0)).isEqualTo(index.count() - 91);
        assertThat(Files.list(temp)).containsExactly(file);
    }

    @Test
    void an_index_of_a_stranger_is_the_same_or_none_whatever_was_changed_in_it() throws IOException {
        byte[] honest = written(index(new TarFixture()
                .file("a/b/c", "34")
                .symlink("a/z", "b")
                .file("b", "5")
                .bytes()));
        Path file = temp.resolve("foreign");
        Files.write(file, honest);
        assertThat(LayerIndex.openForeign(file).map(LayerIndex::count)).contains(6);
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            byte[] changed = honest.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            Files.write(file, changed);
            LayerIndex.openForeign(file).ifPresent(LayerIndexTest::walk);
        }
        Files.write(file, Arrays.copyOf(honest, honest.length - 1));
        assertThat(LayerIndex.openForeign(file)).isEmpty();
        assertThat(LayerIndex.openForeign(temp.resolve("none"))).isEmpty();
    }

    private static byte[] written(LayerIndex index) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        index.copyTo(out);
        assertThat(out.size()).isEqualTo((int) index.sizeBytes());
        return out.toByteArray();
    }

    /** Comes to its end without an error, or the index was no sound one. */
    private static void walk(LayerIndex index) {
        int seen = 0;
        for (int i = 1; i < index.count(); i = index.end(i)) {
            seen += index.entry(i).path().length()
                    + index.file(i).map(IndexEntry::mode).orElse(0);
        }
        assertThat(seen).isNotNegative();
        assertThat(index.find(ByteName.of("a/b").bytes())).isNotNull();
    }
}
