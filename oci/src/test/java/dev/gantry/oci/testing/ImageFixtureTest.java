package dev.gantry.oci.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.manifest.ImageConfig;
import org.junit.jupiter.api.Test;

class ImageFixtureTest {
    private final ImageFixture image = new ImageFixture("example/app:1")
            .layer(Archives.rootFileSystem())
            .layer(new TarFixture().whiteout("etc/passwd").opaque("bin"))
            .entrypoint("/bin/app")
            .command("-x")
            .expose("80/tcp", "53/udp")
            .user("1000:1000")
            .workingDir("/srv")
            .label("a", "b");

    @Test
    void its_config_reads_back_equal() {
        assertThat(ImageConfig.parse(image.configJson())).isEqualTo(image.config());
    }

    @Test
    void equal_calls_make_equal_bytes() {
        assertThat(image.ociArchive()).isEqualTo(image.ociArchive());
        assertThat(image.dockerArchive()).isEqualTo(image.dockerArchive());
    }
}
