package dev.gantry.engine.kernel.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeTest {
    @TempDir
    Path temp;

    @Test
    void a_tree_is_removed_and_what_its_links_lead_to_stays() throws Exception {
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Files.writeString(outside.resolve("canary"), "sings");
        Files.createDirectories(temp.resolve("tree/a/b"));
        Files.writeString(temp.resolve("tree/a/b/f"), "x");
        Files.createSymbolicLink(temp.resolve("tree/a/link"), outside);
        Files.createSymbolicLink(temp.resolve("top"), outside);
        try (Dir dir = Dir.open(temp)) {
            Tree.remove(dir, Names.utf8("tree"));
            Tree.remove(dir, Names.utf8("top"));
            Tree.remove(dir, Names.utf8("nothing"));
        }
        assertThat(temp.resolve("tree")).doesNotExist();
        assertThat(Files.exists(temp.resolve("top"), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(outside.resolve("canary")).hasContent("sings");
    }

    @Test
    void a_tree_far_deeper_than_a_path_can_be_is_removed() {
        byte[] name = Names.utf8("d");
        try (Dir root = Dir.open(temp)) {
            // Two descriptors at a time, here and in the removal.
            Dir at = root.resolve(new byte[0]);
            for (int depth = 0; depth < 5000; depth++) {
                at.mkdir(name, 0700);
                Dir next = at.child(name);
                at.close();
                at = next;
            }
            at.close();
            Tree.remove(root, name);
            assertThat(root.list()).isEmpty();
        }
    }

    @Test
    void links_on_the_way_are_replaced_by_directories() throws Exception {
        Path host = Files.createDirectories(temp.resolve("host"));
        Path root = Files.createDirectories(temp.resolve("root"));
        Files.createSymbolicLink(root.resolve("dev"), host);
        try (Dir dir = Dir.open(root);
                Dir made = Tree.ensureDirectory(dir, Names.utf8("/dev/pts"))) {
            assertThat(made.stat().permissions()).isEqualTo(0755);
        }
        assertThat(Files.isDirectory(root.resolve("dev/pts"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(host).isEmptyDirectory();
    }

    @Test
    void a_link_where_a_file_belongs_is_replaced_by_an_empty_file() throws Exception {
        Path host = Files.writeString(temp.resolve("host"), "canary");
        Path root = Files.createDirectories(temp.resolve("root"));
        Files.createDirectories(root.resolve("etc"));
        Files.createSymbolicLink(root.resolve("etc/resolv.conf"), host);
        Files.writeString(root.resolve("etc/hosts"), "kept");
        try (Dir dir = Dir.open(root)) {
            Tree.ensureFile(dir, Names.utf8("/etc/resolv.conf"));
            Tree.ensureFile(dir, Names.utf8("/etc/hosts"));
        }
        assertThat(root.resolve("etc/resolv.conf")).isEmptyFile();
        assertThat(root.resolve("etc/hosts")).hasContent("kept");
        assertThat(host).hasContent("canary");
    }

    @Test
    void a_path_with_two_dots_is_refused() {
        try (Dir dir = Dir.open(temp)) {
            assertThatThrownBy(() -> Tree.ensureDirectory(dir, Names.utf8("a/../../b")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
