package dev.gantry.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.engine.kernel.file.Mounts;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.index.EntryKind;
import dev.gantry.oci.index.IndexEntry;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.ByteName;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What overlayfs itself leaves in the upper directory of a mounted stack. */
class WrittenLayerTest extends LayerTestBed {
    private Path merged;
    private Path container;

    @BeforeEach
    void mount() throws Exception {
        Digest image = new Tar()
                .file("etc/change", "1")
                .file("etc/drop", "12")
                .file("opt/old/a", "1")
                .file("keep", "1")
                .into(store)
                .diffId();
        merged = Files.createDirectories(temp.resolve("merged"));
        container = Files.createDirectories(root.container("c"));
        Mounts.overlay(store.stack(List.of(image)).writable(container), merged);
    }

    @AfterEach
    void unmount() {
        Mounts.unmount(merged);
    }

    private LayerIndex index() throws Exception {
        return store.index(store.written(container));
    }

    private static Optional<IndexEntry> at(LayerIndex index, String path) {
        return index.find(ByteName.of(path).bytes()).stream()
                .mapToObj(index::entry)
                .findFirst();
    }

    @Test
    void what_a_container_changed_removed_and_made_anew_is_told_and_nothing_else() throws Exception {
        Files.writeString(merged.resolve("etc/change"), "123");
        Files.delete(merged.resolve("etc/drop"));
        Files.delete(merged.resolve("opt/old/a"));
        Files.delete(merged.resolve("opt/old"));
        Files.createDirectory(merged.resolve("opt/old"));
        Files.writeString(merged.resolve("opt/old/b"), "12");
        Files.createSymbolicLink(merged.resolve("link"), Path.of("/etc/shadow"));
        LayerIndex index = index();
        assertThat(at(index, "etc/change").orElseThrow().size()).isEqualTo(3);
        assertThat(at(index, "etc/drop").orElseThrow().kind()).isEqualTo(EntryKind.WHITEOUT);
        assertThat(at(index, "opt/old").orElseThrow().opaque()).isTrue();
        assertThat(at(index, "opt").orElseThrow().opaque()).isFalse();
        assertThat(at(index, "link").orElseThrow().link()).isEqualTo(ByteName.of("/etc/shadow"));
        assertThat(at(index, "keep")).isEmpty();
        assertThat(index.bytes(0)).isEqualTo(5);
    }

    @Test
    void a_file_that_is_called_like_a_whiteout_is_a_file() throws Exception {
        Files.writeString(merged.resolve(".wh.keep"), "1");
        LayerIndex index = index();
        assertThat(at(index, ".wh.keep").orElseThrow().kind()).isEqualTo(EntryKind.FILE);
        assertThat(at(index, "keep")).isEmpty();
    }

    @Test
    void several_names_of_one_file_count_once() throws Exception {
        Files.writeString(merged.resolve("a"), "12345");
        Files.createLink(merged.resolve("b"), merged.resolve("a"));
        assertThat(index().bytes(0)).isEqualTo(5);
    }

    @Test
    void a_container_that_never_ran_wrote_nothing() throws Exception {
        Path fresh = Files.createDirectories(root.container("fresh"));
        assertThat(store.index(store.written(fresh)).count()).isEqualTo(1);
    }

    @Test
    void a_file_is_read_as_it_is_now_and_a_link_leads_nowhere() throws Exception {
        Files.writeString(merged.resolve("etc/change"), "mine");
        Files.createSymbolicLink(merged.resolve("out"), canary);
        Files.createSymbolicLink(merged.resolve("way"), host);
        Path inside = root.container("c").resolve("upper");
        Files.createSymbolicLink(inside.resolve("up"), Path.of("../../../host"));
        WrittenLayer written = store.written(container);
        try (InputStream in = written.open(ByteName.of("etc/change")).orElseThrow()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("mine");
        }
        assertThat(written.open(ByteName.of("out"))).isEmpty();
        assertThat(written.open(ByteName.of("way/canary"))).isEmpty();
        assertThat(written.open(ByteName.of("up/canary"))).isEmpty();
        assertThat(written.open(ByteName.of("etc"))).isEmpty();
        assertThat(written.open(ByteName.of("none/at/all"))).isEmpty();
    }

    @Test
    void a_container_that_wrote_more_files_than_a_layer_holds_is_told_of_and_not_listed() throws Exception {
        for (int i = 0; i < 12; i++) {
            Files.writeString(merged.resolve("f" + i), "");
        }
        LayerStore small = store(LIMITS.withEntries(10));
        RefusedException refusal =
                catchThrowableOfType(RefusedException.class, () -> small.index(small.written(container)));
        assertThat(refusal.code()).isEqualTo(RefusalCode.LIMIT_EXCEEDED);
        assertThat(Files.list(root.ingest())).isEmpty();
    }
}
