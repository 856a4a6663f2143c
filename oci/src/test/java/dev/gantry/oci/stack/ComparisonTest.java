package dev.gantry.oci.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.index.EntryKind;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.TarEntry;
import dev.gantry.oci.testing.Indexes;
import dev.gantry.oci.testing.TarFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final Filter CHANGES = new Filter("", Set.of(), Set.of(Mark.ADDED, Mark.MODIFIED, Mark.REMOVED), 0);

    @TempDir
    Path temp;

    private LayerIndex layer(TarFixture tar) {
        return Indexes.of(tar, temp);
    }

    private Comparison comparison(TarFixture before, TarFixture after) {
        return new Comparison(new Stack(List.of(layer(before))), new Stack(List.of(layer(after))));
    }

    private static List<String> all(Comparison comparison, Filter filter) {
        return shown(comparison
                .below(ByteName.EMPTY, ByteName.EMPTY, filter, 100_000)
                .orElseThrow());
    }

    private static List<String> shown(Comparison.Page page) {
        return page.items().stream()
                .map(item -> item.mark() + " " + item.path() + " " + size(item.before()) + ">" + size(item.after()))
                .toList();
    }

    private static String size(Optional<Difference.Side> side) {
        return side.map(shown -> String.valueOf(shown.size())).orElse("-");
    }

    private static TarFixture base() {
        return new TarFixture()
                .directory("etc")
                .file("etc/keep", "1")
                .file("etc/change", "12")
                .file("etc/drop", "123")
                .file("opt/old/a", "1234");
    }

    @Test
    void files_added_changed_and_removed_are_told_with_both_sizes() {
        TarFixture other = new TarFixture()
                .directory("etc")
                .file("etc/keep", "1")
                .file("etc/change", "13")
                .file("etc/new", "12345");
        Comparison comparison = comparison(base(), other);
        assertThat(all(comparison, CHANGES))
                .containsExactly(
                        "MODIFIED etc/change 2>2",
                        "REMOVED etc/drop 3>-",
                        "ADDED etc/new ->5",
                        "REMOVED opt 4>-",
                        "REMOVED opt/old 4>-",
                        "REMOVED opt/old/a 4>-");
        assertThat(comparison.totals()).isEqualTo(new Totals(3, 8, 1, 5, 1, 2, 2, 7));
    }

    @Test
    void what_differs_in_mode_owner_link_or_kind_alone_has_changed_and_what_differs_in_time_has_not() {
        TarFixture before = new TarFixture()
                .file("mode", new byte[1], 0644)
                .entry(TarEntry.file("owner", 0).withOwner(1, 2), new byte[0])
                .entry(TarEntry.file("time", 0).withMtime(Instant.EPOCH), new byte[0])
                .symlink("link", "a")
                .file("kind", "");
        TarFixture after = new TarFixture()
                .file("mode", new byte[1], 0755)
                .entry(TarEntry.file("owner", 0).withOwner(1, 3), new byte[0])
                .entry(TarEntry.file("time", 0).withMtime(Instant.EPOCH.plusSeconds(9)), new byte[0])
                .symlink("link", "b")
                .directory("kind");
        assertThat(all(comparison(before, after), CHANGES))
                .containsExactly("MODIFIED kind 0>0", "MODIFIED link 0>0", "MODIFIED mode 1>1", "MODIFIED owner 0>0");
    }

    @Test
    void a_hard_link_is_the_file_that_it_names() {
        TarFixture before = new TarFixture().file("a", "12345").file("b", "12345");
        TarFixture after = new TarFixture().file("a", "12345").hardlink("b", "a");
        assertThat(all(comparison(before, after), CHANGES)).isEmpty();
    }

    @Test
    void how_many_layers_it_took_makes_no_difference() {
        Stack one = new Stack(List.of(
                layer(new TarFixture().directory("etc").file("etc/keep", "1").file("new", "1"))));
        Stack many = new Stack(List.of(
                layer(base()),
                layer(new TarFixture().whiteout("opt").whiteout("etc/drop")),
                layer(new TarFixture().whiteout("etc/change").file("new", "1"))));
        assertThat(all(new Comparison(one, many), CHANGES)).isEmpty();
        assertThat(new Comparison(many, one).totals().changesNothing()).isTrue();
    }

    @Test
    void a_directory_leads_to_what_changed_in_it_and_one_that_did_not_change_is_left_out() {
        TarFixture other = base().file("opt/old/b", "1");
        Comparison comparison = comparison(base(), other);
        assertThat(shown(comparison
                        .directory(ByteName.EMPTY, ByteName.EMPTY, CHANGES, 10)
                        .orElseThrow()))
                .containsExactly("UNCHANGED opt 4>5");
        assertThat(comparison.find(ByteName.of("opt")).orElseThrow().totals())
                .isEqualTo(new Totals(2, 5, 1, 1, 0, 0, 0, 0));
        assertThat(comparison.directory(ByteName.of("none"), ByteName.EMPTY, CHANGES, 10))
                .isEmpty();
    }

    @Test
    void pages_go_on_where_the_last_one_ended() {
        Comparison comparison =
                comparison(base(), new TarFixture().file("etc/keep", "2").file("z", "1"));
        for (int size : List.of(1, 2, 3, 100)) {
            assertThat(paged(comparison, size)).as("pages of " + size).isEqualTo(all(comparison, Filter.ALL));
        }
        assertThat(shown(comparison
                        .directory(ByteName.EMPTY, ByteName.of("etc"), Filter.ALL, 10)
                        .orElseThrow()))
                .containsExactly("REMOVED opt 4>-", "ADDED z ->1");
    }

    private static List<String> paged(Comparison comparison, int size) {
        Stream<String> found = Stream.empty();
        ByteName after = ByteName.EMPTY;
        Comparison.Page page;
        do {
            page = comparison.below(ByteName.EMPTY, after, Filter.ALL, size).orElseThrow();
            found = Stream.concat(found, shown(page).stream());
            after = page.items().isEmpty()
                    ? after
                    : page.items().get(page.items().size() - 1).path();
        } while (page.more());
        return found.toList();
    }

    @Test
    void a_filter_chooses_by_name_kind_and_the_larger_size() {
        Comparison comparison = comparison(base(), new TarFixture().symlink("etc/keep", "x"));
        assertThat(all(comparison, new Filter("keep", Set.of(), Set.of(), 0))).containsExactly("MODIFIED etc/keep 1>0");
        assertThat(all(comparison, new Filter("", Set.of(EntryKind.SYMLINK), Set.of(), 0)))
                .containsExactly("MODIFIED etc/keep 1>0");
        assertThat(all(comparison, new Filter("", Set.of(EntryKind.FILE), Set.of(Mark.REMOVED), 3)))
                .containsExactly("REMOVED etc/drop 3>-", "REMOVED opt/old/a 4>-");
    }

    @Test
    void an_image_without_layers_is_compared_like_any_other() {
        Stack one = new Stack(List.of(layer(base())));
        assertThat(new Comparison(null, one).totals().added()).isEqualTo(4);
        assertThat(new Comparison(one, null).totals().removed()).isEqualTo(4);
        assertThat(new Comparison(null, null).totals()).isEqualTo(Totals.NONE);
        assertThat(new Comparison(null, null).directory(ByteName.EMPTY, ByteName.EMPTY, CHANGES, 1))
                .isEmpty();
    }

    /** The same answer as from two plain maps of what each stack shows, with layers shared and not. */
    @Test
    void random_stacks_differ_in_what_a_plain_look_at_both_says() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            LayerIndex shared = layer(random(random));
            Stack before = new Stack(List.of(shared, layer(random(random))));
            Stack after = new Stack(List.of(shared, layer(random(random)), layer(random(random))));
            TreeMap<String, String> one = plain(before);
            TreeMap<String, String> other = plain(after);
            TreeMap<String, Mark> expected = new TreeMap<>();
            one.forEach((path, what) -> expected.put(path, mark(what, other.get(path))));
            other.keySet().forEach(path -> expected.putIfAbsent(path, Mark.ADDED));
            expected.values().removeIf(Mark.UNCHANGED::equals);
            TreeMap<String, Mark> found = new TreeMap<>();
            Comparison comparison = new Comparison(before, after);
            comparison
                    .below(ByteName.EMPTY, ByteName.EMPTY, CHANGES, 10_000)
                    .orElseThrow()
                    .items()
                    .forEach(item -> found.put(item.path().toString(), item.mark()));
            assertThat(found).as("round " + round).isEqualTo(expected);
            assertThat(comparison.totals().files())
                    .isEqualTo(other.values().stream()
                            .filter(what -> !what.startsWith("D"))
                            .count());
        }
    }

    private static Mark mark(String before, @Nullable String after) {
        return after == null ? Mark.REMOVED : before.equals(after) ? Mark.UNCHANGED : Mark.MODIFIED;
    }

    private static TreeMap<String, String> plain(Stack stack) {
        TreeMap<String, String> shown = new TreeMap<>();
        Filter seen = new Filter("", Set.of(), Set.of(Mark.ADDED, Mark.MODIFIED, Mark.UNCHANGED), 0);
        new Listing(stack, seen, 10_000)
                .below(ByteName.EMPTY, ByteName.EMPTY)
                .orElseThrow()
                .items()
                .forEach(item -> shown.put(
                        item.entry().path().toString(),
                        (item.entry().isDirectory() ? "D" : "F")
                                + item.entry().mode()
                                + item.entry().content()));
        return shown;
    }

    private static TarFixture random(Random random) {
        TarFixture tar = new TarFixture();
        for (String directory : List.of("a", "b", "c")) {
            switch (random.nextInt(6)) {
                case 0 -> tar.whiteout(directory);
                case 1 -> tar.file(directory, String.valueOf(random.nextInt(2)));
                case 2 -> inside(tar.opaque(directory), directory, random);
                case 3, 4 -> inside(tar, directory, random);
                default -> {
                    // This layer has nothing to do with it.
                }
            }
        }
        return tar;
    }

    private static void inside(TarFixture tar, String directory, Random random) {
        for (String name : List.of("x", "y", "z")) {
            byte[] content = String.valueOf(random.nextInt(2)).getBytes(StandardCharsets.UTF_8);
            switch (random.nextInt(4)) {
                case 0 -> tar.whiteout(directory + "/" + name);
                case 1 -> tar.file(directory + "/" + name, content, random.nextInt(5) == 0 ? 0755 : 0644);
                case 2 -> tar.file(directory + "/" + name + "/deep", content, 0644);
                default -> tar.directory(directory);
            }
        }
    }
}
