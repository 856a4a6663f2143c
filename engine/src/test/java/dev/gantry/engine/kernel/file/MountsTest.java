package dev.gantry.engine.kernel.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
class MountsTest {
    @TempDir
    Path temp;

    @AfterEach
    void nothingStaysMounted() {
        Mounts.unmountBelow(temp);
        assertThat(Mounts.list()).noneMatch(mount -> mount.target().startsWith(temp.toString()));
    }

    @Test
    void a_hundred_and_twenty_layers_are_one_file_system() throws Exception {
        stacks(120, Mounts::overlay);
    }

    @Test
    void an_older_kernel_gets_its_layers_by_short_names() throws Exception {
        stacks(60, Mounts::overlayByOptions);
    }

    private void stacks(int layers, BiConsumer<Mounts.Overlay, Path> mount) throws Exception {
        List<Path> lowers = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            Path lower = Files.createDirectories(temp.resolve("layers/%028d/diff".formatted(i)));
            Files.writeString(lower.resolve("f" + i), "" + i);
            Files.writeString(lower.resolve("same"), "" + i);
            lowers.add(lower);
        }
        Path target = Files.createDirectories(temp.resolve("merged"));
        Path upper = Files.createDirectories(temp.resolve("upper"));
        mount.accept(new Mounts.Overlay(lowers, upper, Files.createDirectories(temp.resolve("work"))), target);
        assertThat(Mounts.isMounted(target)).isTrue();
        assertThat(target.resolve("same")).hasContent("0");
        assertThat(target.resolve("f" + (layers - 1))).hasContent("" + (layers - 1));
        Files.writeString(target.resolve("same"), "written");
        assertThat(upper.resolve("same")).hasContent("written");
        Mounts.unmount(target);
        assertThat(Mounts.isMounted(target)).isFalse();
    }

    @Test
    void a_layer_that_is_not_there_leaves_nothing_mounted() throws Exception {
        Path target = Files.createDirectories(temp.resolve("merged"));
        Path work = Files.createDirectories(temp.resolve("work"));
        Mounts.Overlay overlay = new Mounts.Overlay(
                List.of(temp.resolve("missing")), Files.createDirectories(temp.resolve("upper")), work);
        assertThatThrownBy(() -> Mounts.overlay(overlay, target))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("ENOENT");
        assertThat(Mounts.isMounted(target)).isFalse();
    }

    @Test
    void what_is_mounted_here_does_not_propagate() throws Exception {
        Path target = Files.createDirectories(temp.resolve("t m\tp"));
        Mounts.mount("tmpfs", target, "tmpfs", Mounts.NOSUID | Mounts.NODEV, "size=1m,mode=700");
        assertThat(Files.readString(Path.of("/proc/self/mountinfo")).lines())
                .filteredOn(line -> line.contains(temp.toString()))
                .singleElement()
                .satisfies(line -> assertThat(line).doesNotContain("shared:").contains("nosuid,nodev"));
        assertThat(Mounts.isMounted(target)).isTrue();
    }

    @Test
    void removing_a_tree_stops_at_what_is_mounted_in_it() throws Exception {
        Path host = Files.createDirectories(temp.resolve("host"));
        Files.writeString(host.resolve("canary"), "sings");
        Path target = Files.createDirectories(temp.resolve("tree/mounted"));
        Mounts.bind(host, target);
        try (Dir dir = Dir.open(temp)) {
            assertThatThrownBy(() -> Tree.remove(dir, Names.utf8("tree"))).isInstanceOf(KernelException.class);
        }
        assertThat(host.resolve("canary")).hasContent("sings");
    }
}
