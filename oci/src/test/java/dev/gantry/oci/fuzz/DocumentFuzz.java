package dev.gantry.oci.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gantry.oci.manifest.DockerSave;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.Index;
import dev.gantry.oci.manifest.ManifestDocument;
import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.refusal.RefusedException;
import java.util.Optional;

class DocumentFuzz {
    private static final PlatformChoice HOST = new PlatformChoice("linux", "amd64", Optional.empty());

    @FuzzTest(maxDuration = "1m")
    void a_manifest_or_an_index_is_read_or_refused(byte[] json) {
        try {
            ManifestDocument document = ManifestDocument.parse(json, null);
            assertThat(document.raw().bytes()).isEqualTo(json);
            if (document instanceof Index index) {
                HOST.of(index).ifPresent(chosen -> assertThat(index.manifests()).contains(chosen));
            }
        } catch (RefusedException e) {
            assertThat(e.refusal().why()).isNotBlank();
        }
    }

    @FuzzTest(maxDuration = "1m")
    void a_config_is_read_or_refused_and_what_is_written_of_it_is_the_same(byte[] json) {
        try {
            ImageConfig config = ImageConfig.parse(json);
            assertThat(ImageConfig.parse(config.toJson())).isEqualTo(config);
            boolean unused = HOST.fits(config.platform());
        } catch (RefusedException e) {
            assertThat(e.refusal().why()).isNotBlank();
        }
    }

    @FuzzTest(maxDuration = "1m")
    void the_list_of_a_docker_archive_is_read_or_refused(byte[] json) {
        try {
            assertThat(DockerSave.parse(json)).isNotNull();
        } catch (RefusedException e) {
            assertThat(e.refusal().why()).isNotBlank();
        }
    }
}
