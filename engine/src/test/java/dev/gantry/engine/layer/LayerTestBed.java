package dev.gantry.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.engine.disk.DataRoot;
import dev.gantry.engine.disk.Ingest;
import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.Names;
import dev.gantry.engine.kernel.file.Stat;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A layer store on an empty disk, beside a host directory that nothing may touch. */
@Tag("engine")
abstract class LayerTestBed {
    static final LayerLimits LIMITS = LayerLimits.DEFAULT.withReserve(1 << 20, 100);

    @TempDir
    Path temp;

    Path host;
    Path canary;
    DataRoot root;
    LayerStore store;

    @BeforeEach
    void makeStore() throws IOException {
        host = Files.createDirectories(temp.resolve("host"));
        canary = Files.writeString(host.resolve("canary"), "sings");
        root = DataRoot.prepare(temp.resolve("engine"));
        store = store(LIMITS);
    }

    LayerStore store(LayerLimits limits) {
        return new LayerStore(root, new Ingest(root), limits);
    }

    void remove(Tar tar) {
        try (Ingest.Trash trash = new Ingest(root).trash()) {
            store.remove(tar.diffId(), trash);
        }
    }

    Path unpacked(Tar tar) throws IOException {
        return store.files(tar.into(store).diffId());
    }

    RefusedException refused(RefusalCode code, Tar tar) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> tar.into(store));
        assertThat(refusal).as("refused").isNotNull();
        assertThat(refusal.code()).as(refusal.toString()).isEqualTo(code);
        assertNothingLeft();
        return refusal;
    }

    void assertNothingLeft() {
        assertThat(root.layers()).isEmptyDirectory();
        assertThat(root.ingest()).isEmptyDirectory();
    }

    void assertHostUnchanged() throws IOException {
        assertThat(Files.list(host)).containsExactly(canary);
        assertThat(canary).hasContent("sings");
        assertThat(Files.getAttribute(canary, "unix:nlink")).isEqualTo(1);
        assertThat(stat(canary).permissions()).isEqualTo(0644);
    }

    static Stat stat(Path path) {
        try (Dir dir = Dir.open(Objects.requireNonNull(path.getParent()))) {
            return dir.stat(Names.of(path.getFileName())).orElseThrow();
        }
    }

    static Map<String, byte[]> xattrs(Path path) {
        try (Dir dir = Dir.open(Objects.requireNonNull(path.getParent()))) {
            return dir.xattrs(Names.of(path.getFileName()));
        }
    }
}
