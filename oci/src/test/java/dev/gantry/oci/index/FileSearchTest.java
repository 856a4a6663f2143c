package dev.gantry.oci.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.testing.Indexes;
import dev.gantry.oci.testing.TarFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSearchTest {
    @TempDir
    Path temp;

    private LayerIndex index;

    @BeforeEach
    void someFiles() {
        index = Indexes.of(
                new TarFixture()
                        .directory("usr/lib/ssl")
                        .file("usr/lib/libssl.so.3", "ssl")
                        .file("usr/lib/ssl/openssl.cnf", "conf")
                        .file("opt/usr/lib/libssl.so.3", "ssl")
                        .hardlink("usr/lib/other", "usr/lib/libssl.so.3")
                        .symlink("usr/lib/libssl.so", "libssl.so.3")
                        .whiteout("usr/lib/libssl.so.1"),
                temp);
    }

    private List<String> found(FileSearch search) {
        return Arrays.stream(search.in(index, 100))
                .mapToObj(ordinal -> index.entry(ordinal).path().toString())
                .toList();
    }

    @Test
    void a_part_of_the_path_finds_files_and_links_but_no_directories_and_nothing_that_was_taken_away() {
        assertThat(found(FileSearch.byPath("libssl")))
                .containsExactly("opt/usr/lib/libssl.so.3", "usr/lib/libssl.so", "usr/lib/libssl.so.3");
        assertThat(found(FileSearch.byPath("LIBSSL"))).isEmpty();
    }

    @Test
    void a_slash_at_the_beginning_means_the_root() {
        assertThat(found(FileSearch.byPath("/usr/lib/libssl")))
                .containsExactly("usr/lib/libssl.so", "usr/lib/libssl.so.3");
    }

    @Test
    void a_pattern_is_for_the_whole_path() {
        assertThat(found(FileSearch.byPath("**/*.so.?")))
                .containsExactly("opt/usr/lib/libssl.so.3", "usr/lib/libssl.so.3");
        assertThat(found(FileSearch.byPath("/usr/*/*.cnf"))).isEmpty();
        assertThat(found(FileSearch.byPath("/usr/**.cnf"))).containsExactly("usr/lib/ssl/openssl.cnf");
        assertThat(found(FileSearch.byPath("/usr/*/libssl.*")))
                .containsExactly("usr/lib/libssl.so", "usr/lib/libssl.so.3");
        assertThat(found(FileSearch.byPath("**/usr/lib/libssl.so.3"))).hasSize(2);
    }

    @Test
    void the_same_bytes_are_found_under_every_name() {
        Digest ssl = Digest.of("ssl".getBytes(StandardCharsets.UTF_8));
        assertThat(found(FileSearch.byContent(ssl)))
                .containsExactly("opt/usr/lib/libssl.so.3", "usr/lib/libssl.so.3", "usr/lib/other");
        assertThat(found(FileSearch.byContent(Digest.of(new byte[] {1})))).isEmpty();
    }

    @Test
    void no_more_are_looked_for_than_are_wanted() {
        assertThat(FileSearch.byPath("libssl").in(index, 2)).hasSize(2);
    }
}
