package dev.gantry.oci.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.TarLimits;
import dev.gantry.oci.testing.TarFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Layers that want to cost more to look into than to make, or to show something else than they unpack to. */
class HostileLayerIndexTest {
    @TempDir
    Path temp;

    private int made;

    private LayerIndex index(TarFixture tar, TarLimits limits, long mostBytes) throws IOException {
        Path file = temp.resolve("index-" + made++);
        LayerIndexer.index(new ByteArrayInputStream(tar.bytes()), limits, mostBytes, file);
        return LayerIndex.open(file).orElseThrow();
    }

    private LayerIndex index(TarFixture tar) throws IOException {
        return index(tar, TarLimits.DEFAULT, IndexWriter.MOST_BYTES);
    }

    private RefusedException refused(TarFixture tar, TarLimits limits, long mostBytes) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> index(tar, limits, mostBytes));
        assertThat(refusal).as("refused").isNotNull();
        assertThat(refusal.code()).isEqualTo(RefusalCode.LIMIT_EXCEEDED);
        assertThat(temp.toFile().list((dir, name) -> name.endsWith(".sort") || name.endsWith(".links")))
                .as("scratch files")
                .isEmpty();
        return refusal;
    }

    private static boolean has(LayerIndex index, String path) {
        return index.find(ByteName.of(path).bytes()).isPresent();
    }

    @Test
    void more_symbolic_links_than_memory_may_hold_lead_where_they_do_when_unpacked() throws IOException {
        TarFixture tar = new TarFixture().directory("store");
        int links = 120_000;
        for (int i = 0; i < links; i++) {
            tar.symlink("node_modules/package-" + i, "../store/" + i);
        }
        tar.file("node_modules/package-" + (links - 1) + "/late", "1").file("node_modules/package-7/early", "2");
        LayerIndex index = index(tar);
        assertThat(has(index, "store/" + (links - 1) + "/late")).isTrue();
        assertThat(has(index, "store/7/early")).isTrue();
        assertThat(temp.toFile().list()).as("scratch files are gone").containsExactly("index-0");
    }

    @Test
    void a_link_is_gone_with_the_directory_that_held_it() throws IOException {
        LayerIndex index = index(new TarFixture()
                .symlink("a/b/l", "/elsewhere")
                .file("a", "in the directory's place")
                .directory("a")
                .file("a/b/l/f", "1"));
        assertThat(has(index, "a/b/l/f")).isTrue();
        assertThat(has(index, "elsewhere")).isFalse();
    }

    @Test
    void a_link_that_took_the_place_of_a_directory_with_links_leads_elsewhere() throws IOException {
        LayerIndex index = index(new TarFixture()
                .directory("other")
                .symlink("a/l", "/elsewhere")
                .symlink("a", "other")
                .file("a/l/f", "1"));
        assertThat(has(index, "other/l/f")).isTrue();
        assertThat(has(index, "elsewhere")).isFalse();
    }

    @Test
    void members_that_each_lie_below_hundreds_of_directories_of_their_own_are_counted_with_them() {
        TarFixture tar = new TarFixture();
        for (int i = 0; i < 10; i++) {
            tar.file(i + "/d".repeat(400) + "/f", "");
        }
        assertThat(refused(tar, TarLimits.DEFAULT.withEntries(1000), IndexWriter.MOST_BYTES))
                .hasMessageContaining("more than 1000 files, directories and links");
    }

    @Test
    void an_index_that_would_be_larger_than_allowed_is_not_written() throws IOException {
        TarFixture tar = new TarFixture();
        for (int i = 0; i < 100; i++) {
            tar.file("n".repeat(200) + "/" + i, "");
        }
        assertThat(refused(tar, TarLimits.DEFAULT, 20_000)).hasMessageContaining("more than 20000 bytes");
        assertThat(refused(new TarFixture().file("d/".repeat(100) + "f", ""), TarLimits.DEFAULT, 10_000))
                .as("it is the directories nobody described that take the room")
                .hasMessageContaining("more than 10000 bytes");
    }

    /** Forty links of two thousand names each: followed naively, one member takes minutes. */
    @Test
    @Timeout(20)
    void links_whose_targets_multiply_are_followed_in_the_time_it_takes_to_read_them() throws IOException {
        TarFixture tar = new TarFixture();
        for (int i = 0; i < 39; i++) {
            tar.symlink("l" + i, "a/../".repeat(800) + "l" + (i + 1));
        }
        tar.symlink("l39", "end");
        for (int i = 0; i < 100; i++) {
            tar.file("l0/" + i + "/f", "");
        }
        assertThat(has(index(tar), "end/99/f")).isTrue();
        assertThat(refused(
                        new TarFixture().symlink("l", "d/".repeat(2000)).file("l/f", ""),
                        TarLimits.DEFAULT,
                        IndexWriter.MOST_BYTES))
                .hasMessageContaining("512 directories");
    }

    @Test
    @Timeout(30)
    void members_that_only_follow_links_are_stopped() {
        TarFixture tar = new TarFixture();
        for (int i = 0; i < 39; i++) {
            tar.symlink("l" + i, "a/../".repeat(800) + "l" + (i + 1));
        }
        for (int i = 0; i < 400; i++) {
            tar.file("l0/" + i + "/f", "");
        }
        assertThat(refused(tar, TarLimits.DEFAULT, IndexWriter.MOST_BYTES))
                .hasMessageContaining("following its links takes more than");
    }
}
