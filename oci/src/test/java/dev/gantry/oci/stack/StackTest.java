package dev.gantry.oci.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.oci.index.EntryKind;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.index.LayerIndexer;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.TarLimits;
import dev.gantry.oci.testing.TarFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackTest {
    @TempDir
    Path temp;

    private Stack stack(TarFixture... layers) throws IOException {
        List<LayerIndex> indexes = new ArrayList<>();
        for (TarFixture layer : layers) {
            Path file = temp.resolve("index-" + System.nanoTime() + "-" + indexes.size());
            LayerIndexer.index(new ByteArrayInputStream(layer.bytes()), TarLimits.DEFAULT, file);
            indexes.add(LayerIndex.open(file).orElseThrow());
        }
        return new Stack(indexes);
    }

    private static TarFixture base() {
        return new TarFixture()
                .directory("etc")
                .file("etc/keep", "1")
                .file("etc/change", "12")
                .file("etc/drop", "123")
                .file("opt/old/a", "1234")
                .file("opt/old/b", "12345");
    }

    private static TarFixture change() {
        return new TarFixture()
                .directory("etc")
                .file("etc/change", "123456")
                .whiteout("etc/drop")
                .file("etc/new", "1234567")
                .opaque("opt/old")
                .file("opt/old/c", "1");
    }

    private static List<String> shown(Listing.Page page) {
        return page.items().stream()
                .map(item -> item.mark() + " " + item.entry().path() + " " + item.layer() + " " + item.size())
                .toList();
    }

    private static List<String> all(Stack stack, Filter filter) {
        return shown(new Listing(stack, filter, 1000)
                .below(ByteName.EMPTY, ByteName.EMPTY)
                .orElseThrow());
    }

    @Test
    void a_file_added_changed_and_removed_and_an_opaque_directory_have_their_marks() throws IOException {
        assertThat(all(stack(base(), change()), Filter.ALL))
                .containsExactly(
                        "UNCHANGED etc 0 14",
                        "MODIFIED etc/change 1 6",
                        "REMOVED etc/drop 0 3",
                        "UNCHANGED etc/keep 0 1",
                        "ADDED etc/new 1 7",
                        "UNCHANGED opt 0 1",
                        "UNCHANGED opt/old 0 1",
                        "REMOVED opt/old/a 0 4",
                        "REMOVED opt/old/b 0 5",
                        "ADDED opt/old/c 1 1");
    }

    @Test
    void the_totals_of_a_layer_are_what_it_changed_and_what_the_stack_shows() throws IOException {
        assertThat(stack(base(), change()).totals()).isEqualTo(new Totals(4, 15, 2, 8, 1, 6, 3, 12));
        assertThat(stack(base()).totals()).isEqualTo(new Totals(5, 15, 5, 15, 0, 0, 0, 0));
    }

    @Test
    void what_a_layer_in_between_removed_is_hidden_and_told_only_when_asked() throws IOException {
        Stack stack = stack(base(), change(), new TarFixture().file("top", "1"));
        assertThat(all(stack, Filter.ALL)).noneMatch(line -> line.contains("drop"));
        assertThat(all(stack, new Filter("", Set.of(), Set.of(Mark.HIDDEN), 0)))
                .contains("HIDDEN etc/drop 0 3", "HIDDEN opt/old/a 0 4");
    }

    @Test
    void a_removed_directory_shows_all_that_went_with_it() throws IOException {
        Stack stack = stack(base(), new TarFixture().whiteout("opt"));
        assertThat(all(stack, new Filter("", Set.of(), Set.of(Mark.REMOVED), 0)))
                .containsExactly(
                        "REMOVED opt 0 9", "REMOVED opt/old 0 9", "REMOVED opt/old/a 0 4", "REMOVED opt/old/b 0 5");
    }

    @Test
    void a_file_in_a_directorys_place_and_a_directory_in_a_files_place_are_changes() throws IOException {
        Stack stack = stack(base(), new TarFixture().file("opt", "x").file("etc/keep/in", "y"));
        assertThat(all(stack, Filter.ALL))
                .contains("MODIFIED opt 1 1", "REMOVED opt/old 0 9", "MODIFIED etc/keep 1 1", "ADDED etc/keep/in 1 1");
        assertThat(stack.totals()).isEqualTo(new Totals(4, 7, 2, 2, 0, 0, 3, 10));
    }

    @Test
    void hard_links_show_their_files_size_and_count_its_bytes_once() throws IOException {
        Stack stack = stack(new TarFixture().file("a", "12345").hardlink("b", "a"));
        assertThat(all(stack, Filter.ALL)).containsExactly("ADDED a 0 5", "ADDED b 0 5");
        assertThat(stack.totals().bytes()).isEqualTo(5);
        assertThat(stack.totals().files()).isEqualTo(2);
    }

    @Test
    void a_directory_is_listed_page_by_page() throws IOException {
        Stack stack = stack(base(), change());
        Listing listing = new Listing(stack, Filter.ALL, 2);
        Listing.Page first =
                listing.directory(ByteName.of("etc"), ByteName.EMPTY).orElseThrow();
        assertThat(shown(first)).containsExactly("MODIFIED etc/change 1 6", "REMOVED etc/drop 0 3");
        assertThat(first.more()).isTrue();
        Listing.Page second =
                listing.directory(ByteName.of("etc"), ByteName.of("etc/drop")).orElseThrow();
        assertThat(shown(second)).containsExactly("UNCHANGED etc/keep 0 1", "ADDED etc/new 1 7");
        assertThat(second.more()).isFalse();
        assertThat(listing.directory(ByteName.of("no"), ByteName.EMPTY)).isEmpty();
    }

    @Test
    void the_pages_of_a_search_are_the_search_in_one_piece() throws IOException {
        Stack stack = stack(base(), change());
        List<String> pages = new ArrayList<>();
        Listing listing = new Listing(stack, Filter.ALL, 3);
        ByteName after = ByteName.EMPTY;
        boolean more = true;
        while (more) {
            Listing.Page page = listing.below(ByteName.EMPTY, after).orElseThrow();
            pages.addAll(shown(page));
            after = page.items().get(page.items().size() - 1).entry().path();
            more = page.more();
        }
        assertThat(pages).isEqualTo(all(stack, Filter.ALL));
    }

    @Test
    void paths_are_found_by_a_part_or_a_pattern_by_kind_mark_and_size() throws IOException {
        Stack stack = stack(base(), change());
        assertThat(all(stack, new Filter("CHANGE", Set.of(), Set.of(), 0))).containsExactly("MODIFIED etc/change 1 6");
        assertThat(all(stack, new Filter("/etc/*e*", Set.of(), Set.of(Mark.ADDED), 0)))
                .containsExactly("ADDED etc/new 1 7");
        assertThat(all(stack, new Filter("**/c", Set.of(EntryKind.FILE), Set.of(), 0)))
                .containsExactly("ADDED opt/old/c 1 1");
        assertThat(all(stack, new Filter("", Set.of(EntryKind.FILE), Set.of(), 6)))
                .containsExactly("MODIFIED etc/change 1 6", "ADDED etc/new 1 7");
    }

    @Test
    void in_a_tree_of_changes_a_directory_is_the_way_to_them() throws IOException {
        Stack stack = stack(base(), new TarFixture().file("opt/old/a", "x"));
        Listing changes = new Listing(stack, new Filter("", Set.of(), Set.of(Mark.MODIFIED), 0), 10);
        assertThat(shown(changes.directory(ByteName.EMPTY, ByteName.EMPTY).orElseThrow()))
                .containsExactly("UNCHANGED opt 0 6");
    }

    @Test
    void a_files_history_tells_each_layer_that_touched_it() throws IOException {
        Stack stack = stack(
                base(), change(), new TarFixture().whiteout("etc/change"), new TarFixture().file("etc/change", "back"));
        assertThat(stack.history(ByteName.of("etc/change")).stream()
                        .map(item -> item.mark() + " " + item.layer() + " " + item.size()))
                .containsExactly("ADDED 0 2", "MODIFIED 1 6", "REMOVED 2 6", "ADDED 3 4");
    }

    @Test
    void waste_is_what_later_layers_rewrite_remove_and_hide() throws IOException {
        Waste waste = Waste.of(stack(base(), change()), 2);
        assertThat(waste.wastedBytes()).isEqualTo(2 + 3 + 4 + 5);
        // Smallest 1+2+3+4+5+7+1, carried 1+(2+6)+(3+3)+(4+4)+(5+5)+7+1.
        assertThat(waste.efficiency()).isEqualTo(23.0 / 41, within(1e-9));
        assertThat(waste.worst())
                .extracting(path -> path.path() + " " + path.wastedBytes() + " " + path.layers())
                .containsExactly("opt/old/b 5 [0, 1]", "opt/old/a 4 [0, 1]");
        assertThat(Waste.of(stack(base()), 5).efficiency()).isEqualTo(1);
    }

    @Test
    void a_layer_that_hides_everything_is_the_lowest() throws IOException {
        Stack stack = stack(base(), new TarFixture().file(".wh..wh..opq", "").file("only", "1"));
        assertThat(stack.totals()).isEqualTo(new Totals(1, 1, 1, 1, 0, 0, 5, 15));
    }
}
