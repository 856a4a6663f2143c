package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.engine.disk.DataRoot;
import dev.gantry.engine.disk.Ingest;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.layer.LayerLimits;
import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.compression.DecompressionLimits;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.http.Connections;
import dev.gantry.oci.registry.http.HttpSettings;
import dev.gantry.oci.registry.http.Pause;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The images of a host with an empty disk. */
@Tag("engine")
abstract class ImageTestBed {
    static final Connections CONNECTIONS =
            new Connections(HttpSettings.DEFAULT.withPauses(Duration.ofMillis(1), Duration.ofMillis(1)), Pause.REAL);
    static final LayerLimits LIMITS = LayerLimits.DEFAULT.withReserve(1 << 20, 100);

    @TempDir
    Path temp;

    DataRoot root;
    Images images;

    @BeforeEach
    void start() {
        root = DataRoot.prepare(temp.resolve("engine"));
        images = open(LIMITS);
    }

    /** As after the death of the process that had them. */
    void restart() {
        images = open(LIMITS);
    }

    Images open(LayerLimits limits) {
        return new Images(
                root, new Ingest(root), limits, "amd64", Decompressor.of(DecompressionLimits.DEFAULT), CONNECTIONS);
    }

    static ImageFixture app(String... names) {
        return new ImageFixture(names)
                .layer(new TarFixture().directory("bin").file("bin/app", "base"))
                .layer(new TarFixture().file("etc/conf", "2"))
                .compression(Compression.GZIP)
                .command("/bin/app");
    }

    List<Image> importAll(byte[] archive, @Nullable String name) {
        return images.importImage(
                new ByteArrayInputStream(archive), name == null ? null : Reference.parse(name), ImportProgress.NONE);
    }

    Image imported(byte[] archive) {
        List<Image> all = importAll(archive, null);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    RefusedException refused(RefusalCode code, byte[] archive) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> importAll(archive, null));
        assertThat(refusal).as("refused").isNotNull();
        assertThat(refusal.code()).as(refusal.toString()).isEqualTo(code);
        return refusal;
    }

    void assertNothingLeft() {
        assertThat(images.list()).isEmpty();
        assertThat(root.blobs()).isEmptyDirectory();
        assertThat(root.layers()).isEmptyDirectory();
        assertThat(root.ingest()).isEmptyDirectory();
        assertThat(root.images().toFile().list((dir, file) -> !file.equals("names.json")))
                .isEmpty();
    }
}
