package dev.gantry.agent.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcTest {
    @TempDir
    Path root;

    @Test
    void os_release_is_read_without_its_quotes() throws IOException {
        write("etc/os-release", "# who\nNAME=\"Debian GNU/Linux\"\nVERSION_ID='12'\nID=debian\nBAD\n");
        assertThat(new Proc(root).osRelease())
                .containsEntry("NAME", "Debian GNU/Linux")
                .containsEntry("VERSION_ID", "12")
                .containsEntry("ID", "debian");
    }

    @Test
    void debians_version_has_the_point_release() throws IOException {
        write("etc/os-release", "NAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nID=debian\n");
        assertThat(new Proc(root).osVersion()).as("no file").isEqualTo("12");
        write("etc/debian_version", "12.11\n");
        assertThat(new Proc(root).osVersion()).isEqualTo("12.11");
        write("etc/debian_version", "13.1\n");
        assertThat(new Proc(root).osVersion()).as("half upgraded").isEqualTo("12");
        write("etc/debian_version", "trixie/sid\n");
        assertThat(new Proc(root).osVersion()).as("a name").isEqualTo("12");
        write("etc/debian_version", "");
        assertThat(new Proc(root).osVersion()).as("empty").isEqualTo("12");
    }

    @Test
    void others_version_is_what_os_release_says() throws IOException {
        write("etc/debian_version", "12.11\n");
        write("etc/os-release", "NAME=Ubuntu\nVERSION_ID=\"24.04\"\nID=ubuntu\nID_LIKE=debian\n");
        assertThat(new Proc(root).osVersion()).isEqualTo("24.04");
        write("etc/os-release", "NAME=Devuan\nVERSION_ID=12\nID=devuan\nID_LIKE=debian\n");
        assertThat(new Proc(root).osVersion()).isEqualTo("12");
        write("etc/os-release", "NAME=\"Debian GNU/Linux\"\nID=debian\n");
        assertThat(new Proc(root).osVersion()).as("testing").isEmpty();
    }

    @Test
    void the_build_is_that_of_the_system_where_there_is_one() throws IOException {
        write("etc/os-release", "NAME=\"Arch Linux\"\nBUILD_ID=rolling\n");
        assertThat(Facts.build(new Proc(root).osRelease())).isEqualTo("rolling");
        write("etc/os-release", "NAME=Fedora\nVERSION_ID=42\nIMAGE_VERSION='42.20260101.0'\n");
        assertThat(Facts.build(new Proc(root).osRelease())).isEqualTo("42.20260101.0");
        write("etc/os-release", "NAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\n");
        assertThat(Facts.build(new Proc(root).osRelease())).isNull();
    }

    @Test
    void memory_is_in_bytes_and_zero_when_unknown() throws IOException {
        write("proc/meminfo", "MemTotal:       2048 kB\nMemFree:   1 kB\n");
        assertThat(new Proc(root).memory("MemTotal")).isEqualTo(2048 * 1024);
        assertThat(new Proc(root).memory("MemAvailable")).isZero();
    }

    @Test
    void load_is_the_first_figure() throws IOException {
        write("proc/loadavg", "1.25 0.50 0.10 1/100 4711\n");
        assertThat(new Proc(root).load1()).isEqualTo(1.25);
    }

    @Test
    void architectures_have_their_oci_names() {
        assertThat(Facts.architecture("amd64")).isEqualTo("amd64");
        assertThat(Facts.architecture("x86_64")).isEqualTo("amd64");
        assertThat(Facts.architecture("aarch64")).isEqualTo("arm64");
    }

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, content);
    }
}
