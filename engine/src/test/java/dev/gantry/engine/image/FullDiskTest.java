package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.engine.disk.DataRoot;
import dev.gantry.engine.kernel.file.Mounts;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that becomes full in the middle, because no reserve was asked for. */
class FullDiskTest extends ImageTestBed {
    private Path disk = Path.of("");

    @BeforeEach
    void makeDisk() throws Exception {
        disk = Files.createDirectories(temp.resolve("disk"));
    }

    @AfterEach
    void removeDisk() {
        Mounts.unmount(disk);
    }

    /** Room for: a part of the archive; the archive and a part of the layer's blob; those and a part of its files. */
    @ParameterizedTest
    @ValueSource(strings = {"size=1m", "size=3m", "size=5m", "size=16m,nr_inodes=30"})
    void a_full_disk_leaves_nothing_and_works_again_afterwards(String size) {
        Mounts.mount("tmpfs", disk, "tmpfs", Mounts.NOSUID, size + ",mode=700");
        root = DataRoot.prepare(disk.resolve("engine"));
        images = open(LIMITS.withReserve(0, 0));
        TarFixture layer = new TarFixture().file("big", new byte[2 << 20], 0644);
        for (int i = 0; i < 50; i++) {
            layer.file("f" + i, "x");
        }
        refused(RefusalCode.DISK_FULL, new ImageFixture("big:1").layer(layer).ociArchive());
        assertNothingLeft();
        assertThat(imported(app("small:1").ociArchive()).layers()).hasSize(2);
        images.remove("small:1", false);
        assertNothingLeft();
    }
}
