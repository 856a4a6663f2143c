package dev.gantry.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.Mounts;
import dev.gantry.engine.kernel.file.Stat;
import dev.gantry.engine.kernel.file.Tree;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.index.EntryKind;
import dev.gantry.oci.index.IndexEntry;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.stack.Filter;
import dev.gantry.oci.stack.Item;
import dev.gantry.oci.stack.Listing;
import dev.gantry.oci.stack.Mark;
import dev.gantry.oci.stack.Stack;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.TarEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerIndexTest extends LayerTestBed {
    private LayerIndex index(Tar tar) throws IOException {
        return store.index(tar.diffId(), () -> new ByteArrayInputStream(tar.bytes()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void a_stack_of_indexes_shows_what_the_kernel_shows_of_the_mounted_layers(int seed) throws Exception {
        for (int round = 0; round < 40; round++) {
            RandomStack random = new RandomStack(seed * 1000L + round);
            List<Digest> diffIds = new ArrayList<>();
            List<LayerIndex> indexes = new ArrayList<>();
            for (Tar tar : random.layers()) {
                diffIds.add(tar.into(store).diffId());
                indexes.add(index(tar));
            }
            assertThat(indexed(new Stack(indexes)))
                    .as("seed %d round %d: %s", seed, round, random)
                    .isEqualTo(mounted(diffIds, "c" + round));
        }
    }

    private static Map<String, String> indexed(Stack stack) {
        Map<String, String> seen = new TreeMap<>();
        Listing listing = new Listing(stack, Filter.ALL, 100_000);
        for (Item item :
                listing.below(ByteName.EMPTY, ByteName.EMPTY).orElseThrow().items()) {
            if (item.mark() != Mark.REMOVED) {
                IndexEntry entry = item.entry();
                boolean file = entry.kind() == EntryKind.FILE || entry.kind() == EntryKind.HARDLINK;
                String link = entry.kind() == EntryKind.SYMLINK ? entry.link().toString() : "";
                String kind = file ? "FILE " + item.size() : entry.kind().toString();
                String owner = entry.kind() == EntryKind.HARDLINK ? "" : owner(entry.mode(), entry.uid(), entry.gid());
                seen.put(entry.path().toString(), kind + link + (entry.kind() == EntryKind.SYMLINK ? "" : owner));
            }
        }
        return seen;
    }

    private static String owner(int mode, long uid, long gid) {
        return " " + Integer.toOctalString(mode) + " " + uid + ":" + gid;
    }

    private Map<String, String> mounted(List<Digest> diffIds, String container) throws Exception {
        Path target = Files.createDirectories(temp.resolve(container));
        Path own = Files.createDirectories(root.container(container));
        Mounts.overlay(store.stack(diffIds).writable(own), target);
        Map<String, String> seen = new TreeMap<>();
        try (Dir dir = Dir.open(target)) {
            walk(dir, "", seen);
        } finally {
            Mounts.unmount(target);
            try (Dir parent = Dir.open(Objects.requireNonNull(own.getParent()))) {
                Tree.remove(parent, container.getBytes(StandardCharsets.UTF_8));
            }
        }
        return seen;
    }

    private static void walk(Dir dir, String path, Map<String, String> seen) {
        for (Dir.Entry entry : dir.list()) {
            Stat stat = dir.stat(entry.name()).orElse(null);
            if (stat == null) {
                // In a directory that only one layer has, overlayfs lists whiteouts of nothing; there is no such file.
                continue;
            }
            String name = path + ByteName.of(entry.name());
            if (stat.isLink()) {
                seen.put(name, "SYMLINK" + ByteName.of(dir.readlink(entry.name())));
                continue;
            }
            boolean linked = isLinkName(name);
            String kind = stat.isDirectory() ? "DIRECTORY" : stat.isRegular() ? "FILE " + stat.size() : "FIFO";
            seen.put(name, kind + (linked ? "" : owner(stat.permissions(), stat.uid(), stat.gid())));
            if (stat.isDirectory()) {
                try (Dir child = dir.child(entry.name())) {
                    walk(child, name + "/", seen);
                }
            }
        }
    }

    /** The generator's hard links have names of their own, as the kernel does not tell which name was first. */
    private static boolean isLinkName(String name) {
        return name.substring(name.lastIndexOf('/') + 1).startsWith("hard");
    }

    @Test
    void an_index_is_made_while_the_layer_is_unpacked_and_goes_with_it() throws IOException {
        Tar tar = new Tar().file("a/b", "1");
        tar.into(store);
        LayerIndex index = store.index(tar.diffId(), () -> {
            throw new IOException("not to be read again");
        });
        assertThat(index.count()).isEqualTo(3);
        assertThat(index.entry(2).content()).contains(Digest.of("1".getBytes(StandardCharsets.UTF_8)));
        assertThat(root.ingest()).isEmptyDirectory();
        remove(tar);
        assertThat(root.layers()).isEmptyDirectory();
    }

    @Test
    void the_index_of_a_layer_that_was_unpacked_before_there_were_any_is_made_of_its_archive() throws IOException {
        Tar tar = new Tar().file("a/b", "1").with(TarEntry.symlink("l", "a"));
        tar.into(store);
        Path path = root.layerIndex(root.layer(tar.diffId()));
        byte[] onTheWay = Files.readAllBytes(path);
        Files.delete(path);
        assertThat(index(tar).count()).isEqualTo(4);
        assertThat(path).hasBinaryContent(onTheWay);
        assertThat(root.ingest()).isEmptyDirectory();
    }

    @Test
    void an_index_that_a_crash_tore_is_made_again() throws IOException {
        Tar tar = new Tar().file("a/b", "1");
        tar.into(store);
        Files.write(root.layerIndex(root.layer(tar.diffId())), new byte[] {1, 2, 3});
        assertThat(index(tar).count()).isEqualTo(3);
    }

    @Test
    void another_archive_than_the_layers_own_is_refused() throws IOException {
        Tar tar = new Tar().file("a", "1");
        tar.into(store);
        Files.delete(root.layerIndex(root.layer(tar.diffId())));
        RefusedException refusal = catchThrowableOfType(
                RefusedException.class,
                () -> store.index(
                        tar.diffId(),
                        () -> new ByteArrayInputStream(new Tar().file("b", "1").bytes())));
        assertThat(refusal.code()).isEqualTo(RefusalCode.DIGEST_MISMATCH);
        assertThat(root.layerIndex(root.layer(tar.diffId()))).doesNotExist();
    }
}
