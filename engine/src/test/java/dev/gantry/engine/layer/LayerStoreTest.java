package dev.gantry.engine.layer;

import static dev.gantry.oci.tar.TarEntry.device;
import static dev.gantry.oci.tar.TarEntry.directory;
import static dev.gantry.oci.tar.TarEntry.fifo;
import static dev.gantry.oci.tar.TarEntry.file;
import static dev.gantry.oci.tar.TarEntry.hardlink;
import static dev.gantry.oci.tar.TarEntry.symlink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.engine.disk.Ingest;
import dev.gantry.engine.kernel.file.Stat;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.TarEntry;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LayerStoreTest extends LayerTestBed {
    private static final Instant TIME = Instant.parse("2020-02-29T12:34:56.123456789Z");

    @Test
    void owners_modes_times_and_attributes_are_kept() throws Exception {
        byte[] capability = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        Tar tar = Tar.of(directory("bin/").withMode(02755).withOwner(5, 6).withMtime(TIME))
                .put(
                        file("bin/ping", 3)
                                .withMode(04751)
                                .withOwner(1000, 4_000_000_000L)
                                .withMtime(TIME)
                                .withXattrs(Map.of(
                                        "security.capability", capability,
                                        "user.note", new byte[] {1, 0, 2},
                                        "security.selinux", new byte[] {'x'})),
                        new byte[] {1, 2, 3})
                .with(symlink("bin/link", "/no/where").withOwner(7, 8).withMtime(TIME))
                .with(directory("var/").withXattrs(Map.of("user.dir", new byte[] {9})));
        Path files = unpacked(tar);
        Stat ping = stat(files.resolve("bin/ping"));
        assertThat(ping.permissions()).isEqualTo(04751);
        assertThat(ping.uid()).isEqualTo(1000);
        assertThat(ping.gid() & 0xffffffffL).isEqualTo(4_000_000_000L);
        assertThat(ping.modified()).isEqualTo(TIME);
        assertThat(xattrs(files.resolve("bin/ping"))).containsOnlyKeys("security.capability", "user.note");
        Stat bin = stat(files.resolve("bin"));
        assertThat(bin.permissions()).isEqualTo(02755);
        assertThat(bin.gid()).isEqualTo(6);
        assertThat(bin.modified()).isEqualTo(TIME);
        Stat link = stat(files.resolve("bin/link"));
        assertThat(link.isLink()).isTrue();
        assertThat(link.uid()).isEqualTo(7);
        assertThat(link.modified()).isEqualTo(TIME);
        assertThat(xattrs(files.resolve("var"))).containsOnlyKeys("user.dir");
    }

    @Test
    void devices_fifos_and_hard_links_are_made() throws Exception {
        Tar tar = Tar.of(
                        device(TarEntry.Type.CHAR, "dev/null", 1, 3).withMode(0666),
                        device(TarEntry.Type.BLOCK, "dev/disk", 259, 300),
                        fifo("run/pipe").withMode(0622))
                .file("a", "1")
                .with(hardlink("b", "a"))
                .with(hardlink("c", "/b"));
        Path files = unpacked(tar);
        Stat node = stat(files.resolve("dev/null"));
        assertThat(node.type()).isEqualTo(Stat.S_IFCHR);
        assertThat(node.permissions()).isEqualTo(0666);
        assertThat(List.of(node.rdevMajor(), node.rdevMinor())).containsExactly(1, 3);
        Stat disk = stat(files.resolve("dev/disk"));
        assertThat(List.of(disk.rdevMajor(), disk.rdevMinor())).containsExactly(259, 300);
        assertThat(stat(files.resolve("run/pipe")).type()).isEqualTo(Stat.S_IFIFO);
        assertThat(stat(files.resolve("c")).links()).isEqualTo(3);
    }

    @Test
    void whiteouts_become_overlays_own() throws Exception {
        Tar tar = Tar.of(file("gone/.wh.file", 0), file("dir/.wh..wh..opq", 0), file("x/.wh..wh.plnk", 0))
                .file("dir/new", "1");
        Path files = unpacked(tar);
        assertThat(stat(files.resolve("gone/file")).isWhiteout()).isTrue();
        assertThat(xattrs(files.resolve("dir")).get("trusted.overlay.opaque")).containsExactly('y');
        assertThat(files.resolve("dir/new")).hasContent("1");
        assertThat(files.resolve("x")).doesNotExist();
    }

    @Test
    void a_whiteout_hides_the_layers_below_and_not_its_own() throws Exception {
        Tar tar = Tar.of(file(".wh.etc", 0))
                .file("etc/new", "1")
                .file("opt/mine", "2")
                .with(file(".wh.opt", 0))
                .file("f", "3")
                .with(file(".wh.f", 0))
                .with(file(".wh.d", 0))
                .with(directory("d/"));
        Path files = unpacked(tar);
        assertThat(files.resolve("etc/new")).hasContent("1");
        assertThat(files.resolve("opt/mine")).hasContent("2");
        assertThat(files.resolve("f")).hasContent("3");
        assertThat(xattrs(files.resolve("etc"))).containsKey("trusted.overlay.opaque");
        assertThat(xattrs(files.resolve("opt"))).containsKey("trusted.overlay.opaque");
        assertThat(xattrs(files.resolve("d"))).containsKey("trusted.overlay.opaque");
    }

    @Test
    void the_store_is_closed_to_others_and_the_root_inside_is_not() throws Exception {
        Path files = unpacked(Tar.of(directory("./").withMode(0711).withMtime(TIME), directory("a/")));
        assertThat(stat(root.path()).permissions()).isEqualTo(0700);
        assertThat(stat(root.layers()).permissions()).isEqualTo(0700);
        assertThat(stat(root.layer(store.list().get(0))).permissions()).isEqualTo(0700);
        assertThat(stat(files).permissions()).isEqualTo(0711);
        assertThat(stat(files).modified()).isEqualTo(TIME);
    }

    @Test
    void names_are_kept_byte_for_byte() throws Exception {
        byte[] name = {'d', '/', (byte) 0xff, '\n', (byte) 0x80};
        unpacked(Tar.of(file("x", 0).withName(ByteName.of(name))));
        assertThat(store.list()).hasSize(1);
    }

    @Test
    void a_layer_is_unpacked_once() throws Exception {
        Tar tar = new Tar().file("a", "1");
        Layer first = tar.into(store);
        Layer second = store.unpack(tar.diffId(), () -> {
            throw new AssertionError("read again");
        });
        assertThat(second).isEqualTo(first);
        assertThat(first.sizeBytes()).isEqualTo(1);
        assertThat(store(LIMITS).list()).containsExactly(tar.diffId());
    }

    @Test
    void two_at_once_are_one() throws Exception {
        Tar tar = new Tar().file("a", "1");
        byte[] bytes = tar.bytes();
        AtomicInteger opened = new AtomicInteger();
        LayerStore.Archive archive = () -> {
            opened.incrementAndGet();
            return new ByteArrayInputStream(bytes);
        };
        List<CompletableFuture<Layer>> all =
                List.of(unpackAsync(tar, archive), unpackAsync(tar, archive), unpackAsync(tar, archive));
        for (CompletableFuture<Layer> one : all) {
            assertThat(one.join().diffId()).isEqualTo(tar.diffId());
        }
        assertThat(opened).hasValue(1);
        assertThat(root.ingest()).isEmptyDirectory();
    }

    private CompletableFuture<Layer> unpackAsync(Tar tar, LayerStore.Archive archive) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return store.unpack(tar.diffId(), archive);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @Test
    void every_byte_counts_for_the_digest_also_what_is_skipped() throws Exception {
        Tar tar = new Tar();
        for (int size = 0; size < 400_000; size += 30_011) {
            tar.put(file("f" + size, size), new byte[size]);
        }
        assertThat(tar.into(store).entries()).isEqualTo(14);
    }

    @Test
    void a_layer_with_another_digest_leaves_nothing() {
        byte[] bytes = new Tar().file("a", "1").bytes();
        Digest promised = Digest.of(new byte[] {1});
        assertThatThrownBy(() -> store.unpack(promised, () -> new ByteArrayInputStream(bytes)))
                .hasMessageContaining(RefusalCode.DIGEST_MISMATCH.name())
                .hasMessageContaining(Digest.of(bytes).toString());
        assertNothingLeft();
    }

    @Test
    void what_a_crash_left_is_removed_at_the_next_start() throws Exception {
        Files.createDirectories(root.ingest().resolve("7/layer/diff/usr"));
        Files.createDirectories(root.layers().resolve("00112233445566778899aabbccdd/diff"));
        Tar tar = new Tar().file("a", "1");
        tar.into(store);
        LayerStore next = new LayerStore(root, new Ingest(root), LIMITS);
        assertThat(next.list()).containsExactly(tar.diffId());
        assertThat(root.ingest()).isEmptyDirectory();
        assertThat(Files.list(root.layers())).hasSize(1);
    }

    @Test
    void a_removed_layer_is_gone() throws Exception {
        Tar tar = new Tar().file("a/b/c", "1");
        tar.into(store);
        remove(tar);
        remove(tar);
        assertNothingLeft();
    }

    @Test
    void of_entries_with_one_name_the_last_wins() throws Exception {
        Tar tar = new Tar()
                .file("f", "old")
                .file("f", "new")
                .file("d/x/y", "1")
                .file("d", "file now")
                .file("e", "1")
                .with(directory("e/").withMode(0750))
                .file("e/in", "2")
                .with(symlink("l", "f"))
                .file("l", "no link");
        Path files = unpacked(tar);
        assertThat(files.resolve("f")).hasContent("new");
        assertThat(files.resolve("d")).hasContent("file now");
        assertThat(files.resolve("e/in")).hasContent("2");
        assertThat(stat(files.resolve("e")).permissions()).isEqualTo(0750);
        assertThat(Files.isSymbolicLink(files.resolve("l"))).isFalse();
        assertThat(Files.exists(files.resolve("l"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
}
