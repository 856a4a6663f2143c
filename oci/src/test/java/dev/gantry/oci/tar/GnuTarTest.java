package dev.gantry.oci.tar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our reader and writer beside GNU tar, on real files. */
class GnuTarTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"v7", "oldgnu", "gnu", "ustar", "posix"})
    void sees_the_members_that_gnu_tar_sees_in_each_format(String format) throws Exception {
        Path tree = Files.createDirectory(dir.resolve("tree"));
        Files.writeString(tree.resolve("plain"), "hello");
        Files.write(tree.resolve("blocks"), new byte[1024]);
        Files.createDirectory(tree.resolve("empty"));
        Files.createSymbolicLink(tree.resolve("soft"), Path.of("../elsewhere/ünï"));
        Files.createLink(tree.resolve("hard"), tree.resolve("plain"));
        Files.setLastModifiedTime(tree.resolve("plain"), FileTime.from(Instant.parse("2001-02-03T04:05:06.789Z")));
        if (!format.equals("v7") && !format.equals("ustar")) {
            Path deep = Files.createDirectories(tree.resolve("d".repeat(90)).resolve("e".repeat(90)));
            Files.writeString(deep.resolve("f".repeat(200)), "deep");
            Files.createSymbolicLink(tree.resolve("long"), Path.of("x/".repeat(120)));
        }
        run("tar", "--format=" + format, "-cf", "a.tar", "tree");
        assertThat(names(Files.readAllBytes(dir.resolve("a.tar")))).isEqualTo(listed("a.tar"));
    }

    @Test
    void gnu_tar_reads_what_we_write() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(bytes)) {
            writer.put(TarEntry.directory("d"));
            writer.put(TarEntry.file("d/f", 3), "abc".getBytes(StandardCharsets.UTF_8));
            writer.put(TarEntry.file("p".repeat(90) + "/" + "q".repeat(90), 1), new byte[1]);
            writer.put(TarEntry.file("ä".repeat(120), 0).withMtime(Instant.parse("1960-01-01T00:00:00.25Z")));
            writer.put(TarEntry.symlink("s", "t".repeat(300)).withOwner(4_000_000_000L, 3_000_000));
            writer.put(TarEntry.hardlink("h", "d/f"));
            writer.put(TarEntry.fifo("pipe"));
            writer.put(TarEntry.device(TarEntry.Type.CHAR, "null", 1, 3));
            writer.put(TarEntry.file("x", 0).withXattrs(Map.of("user.a=b%c", new byte[] {0, 1, '\n'})));
        }
        Files.write(dir.resolve("ours.tar"), bytes.toByteArray());
        assertThat(names(bytes.toByteArray())).isEqualTo(listed("ours.tar"));
    }

    private static List<String> names(byte[] archive) throws IOException {
        List<String> names = new ArrayList<>();
        TarReader reader = new TarReader(new ByteArrayInputStream(archive), TarLimits.DEFAULT);
        for (TarEntry e = reader.next(); e != null; e = reader.next()) {
            names.add(e.name().utf8());
        }
        return names;
    }

    private List<String> listed(String archive) throws Exception {
        return List.of(run("tar", "--quoting-style=literal", "-tf", archive).split("\n"));
    }

    private String run(String... argv) throws Exception {
        Process process = new ProcessBuilder(argv)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
