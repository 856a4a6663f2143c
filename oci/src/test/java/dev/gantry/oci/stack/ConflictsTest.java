package dev.gantry.oci.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.testing.Indexes;
import dev.gantry.oci.testing.TarFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConflictsTest {
    @TempDir
    Path temp;

    private Stack stack(TarFixture... layers) {
        List<LayerIndex> indexes =
                Stream.of(layers).map(layer -> Indexes.of(layer, temp)).toList();
        return new Stack(indexes);
    }

    private static List<String> shown(Conflicts conflicts) {
        return conflicts.conflicts().stream()
                .map(one -> one.kind() + " " + one.path() + " " + one.lower() + "<" + one.higher() + " " + one.files())
                .toList();
    }

    @Test
    void files_that_two_layers_write_whiteouts_that_hide_and_changes_of_kind_are_conflicts() {
        Stack stack = stack(
                new TarFixture()
                        .file("both", "1")
                        .file("gone", "1")
                        .file("dir/a", "1")
                        .file("dir/b", "1")
                        .file("opaque/x", "1")
                        .file("file", "1")
                        .file("alike", "1"),
                new TarFixture()
                        .file("both", "2")
                        .whiteout("gone")
                        .file("dir", "now a file")
                        .opaque("opaque")
                        .file("file/in", "now a directory")
                        .file("alike", "1")
                        .file("alone", "1"));
        Conflicts conflicts = Conflicts.of(stack, (lower, higher) -> false, 10);
        assertThat(shown(conflicts))
                .containsExactly(
                        "REWRITTEN both 0<1 1",
                        "REPLACED dir 0<1 2",
                        "REPLACED file 0<1 1",
                        "HIDDEN gone 0<1 1",
                        "HIDDEN opaque 0<1 1");
        assertThat(Conflicts.of(stack, (lower, higher) -> false, 2).count()).isEqualTo(5);
    }

    @Test
    void layers_that_were_made_upon_each_other_do_not_conflict() {
        Stack stack = stack(
                new TarFixture().file("a", "1"), new TarFixture().file("a", "2"), new TarFixture().file("a", "3"));
        assertThat(shown(Conflicts.of(stack, (lower, higher) -> lower == 0 && higher == 1, 10)))
                .containsExactly("REWRITTEN a 1<2 1");
    }

    @Test
    void a_whiteout_that_hides_nothing_is_no_conflict() {
        Stack stack = stack(new TarFixture().file("a", "1"), new TarFixture().whiteout("b"));
        assertThat(Conflicts.of(stack, (lower, higher) -> false, 10).count()).isZero();
    }
}
