package dev.gantry.engine.kernel.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirTest {
    private static final byte[] NOT_UTF8 = {'a', (byte) 0xff, '\n', 'b'};

    @TempDir
    Path temp;

    @Test
    void a_name_that_is_not_text_comes_back_byte_for_byte() {
        try (Dir dir = Dir.open(temp)) {
            dir.mkdir(NOT_UTF8, 0700);
            assertThat(dir.list()).singleElement().satisfies(entry -> {
                assertThat(entry.name()).isEqualTo(NOT_UTF8);
                assertThat(entry.type()).isEqualTo(Stat.S_IFDIR);
            });
            assertThat(dir.stat(NOT_UTF8).orElseThrow().isDirectory()).isTrue();
        }
    }

    @Test
    void a_failure_names_the_call_the_escaped_name_and_the_error() {
        try (Dir dir = Dir.open(temp)) {
            assertThatThrownBy(() -> dir.child(NOT_UTF8))
                    .isInstanceOf(KernelException.class)
                    .hasMessage("open \"a\\xff\\x0ab\": ENOENT (No such file or directory)");
        }
    }

    @Test
    void an_absolute_link_resolves_below_the_directory() throws Exception {
        Files.createDirectories(temp.resolve("etc/inside"));
        Files.createSymbolicLink(temp.resolve("link"), Path.of("/etc"));
        Files.createSymbolicLink(temp.resolve("up"), Path.of("../../../../etc"));
        try (Dir dir = Dir.open(temp);
                Dir link = dir.resolve(Names.utf8("link"));
                Dir up = dir.resolve(Names.utf8("up"))) {
            assertThat(link.stat(Names.utf8("inside"))).isPresent();
            assertThat(up.stat().inode()).isEqualTo(link.stat().inode());
        }
    }

    @Test
    void a_name_that_is_a_link_is_not_followed() throws Exception {
        Files.createSymbolicLink(temp.resolve("link"), Path.of("/etc"));
        try (Dir dir = Dir.open(temp)) {
            assertThatThrownBy(() -> dir.child(Names.utf8("link"))).isInstanceOf(KernelException.class);
            assertThatThrownBy(() -> dir.create(Names.utf8("link"), 0600)).isInstanceOf(KernelException.class);
        }
    }

    @Test
    void a_file_keeps_content_permissions_and_time() throws Exception {
        Instant time = Instant.parse("2001-02-03T04:05:06.789012345Z");
        try (Dir dir = Dir.open(temp)) {
            try (OpenFile file = dir.create(Names.utf8("f"), 0600)) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(16);
                buffer.put("hello".getBytes(StandardCharsets.UTF_8)).flip();
                file.write(buffer);
                file.chmod(0741);
                file.times(time);
                file.sync();
            }
            Stat stat = dir.stat(Names.utf8("f")).orElseThrow();
            assertThat(stat.permissions()).isEqualTo(0741);
            assertThat(stat.size()).isEqualTo(5);
            assertThat(stat.modified()).isEqualTo(time);
        }
        assertThat(Files.readString(temp.resolve("f"))).isEqualTo("hello");
    }

    @Test
    void a_link_gives_a_second_name_and_a_rename_replaces() throws Exception {
        Files.writeString(temp.resolve("a"), "1");
        Files.writeString(temp.resolve("c"), "2");
        try (Dir dir = Dir.open(temp)) {
            dir.link(Names.utf8("a"), dir, Names.utf8("b"));
            assertThat(dir.stat(Names.utf8("a")).orElseThrow().links()).isEqualTo(2);
            dir.rename(Names.utf8("b"), dir, Names.utf8("c"));
            assertThat(Files.readString(temp.resolve("c"))).isEqualTo("1");
            dir.symlink(Names.utf8("a/../x"), Names.utf8("s"));
            assertThat(dir.readlink(Names.utf8("s"))).isEqualTo(Names.utf8("a/../x"));
        }
    }

    @Test
    void user_attributes_are_kept() throws Exception {
        Files.writeString(temp.resolve("a"), "1");
        try (Dir dir = Dir.open(temp)) {
            dir.setXattr(Names.utf8("a"), "user.colour", new byte[] {1, 0, 2});
            dir.setXattr(Names.utf8("a"), "user.empty", new byte[0]);
            assertThat(dir.xattrs(Names.utf8("a"))).containsOnlyKeys("user.colour", "user.empty");
            assertThat(dir.xattrs(Names.utf8("a")).get("user.colour")).containsExactly(1, 0, 2);
        }
    }

    @Test
    void the_space_that_is_left_is_known() throws Exception {
        try (Dir dir = Dir.open(temp)) {
            Dir.Space space = dir.space();
            long expected = Files.getFileStore(temp).getUsableSpace();
            assertThat(space.bytes()).isBetween(expected / 2, expected * 2);
            assertThat(space.inodes()).isPositive();
        }
    }

    @Test
    void a_directory_is_made_with_exact_permissions_and_its_parents() throws Exception {
        Dir.make(temp.resolve("x/y"), 0770);
        Dir.make(temp.resolve("x/y"), 0700);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("x/y"))))
                .isEqualTo("rwxrwx---");
    }

    @Test
    void paths_split_into_components_without_dots() {
        assertThat(Names.split(Names.utf8("/a//./b/..x/..")))
                .containsExactlyElementsOf(
                        List.of(Names.utf8("a"), Names.utf8("b"), Names.utf8("..x"), Names.utf8("..")));
        assertThat(Names.split(Names.utf8("./"))).isEmpty();
        assertThat(Names.join(Names.split(Names.utf8("/a/b/")))).isEqualTo(Names.utf8("a/b"));
    }
}
