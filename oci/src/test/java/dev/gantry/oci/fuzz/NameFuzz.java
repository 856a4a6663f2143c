package dev.gantry.oci.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusedException;
import java.nio.charset.StandardCharsets;

class NameFuzz {
    @FuzzTest(maxDuration = "1m")
    void a_reference_means_the_same_in_full_and_as_people_write_it_or_is_refused(byte[] text) {
        try {
            Reference reference = Reference.parse(new String(text, StandardCharsets.UTF_8));
            assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
            assertThat(Reference.parse(reference.familiar())).isEqualTo(reference);
        } catch (RefusedException e) {
            assertThat(e.refusal().why()).isNotBlank();
        }
    }

    @FuzzTest(maxDuration = "1m")
    void a_platform_has_one_name_or_is_refused(byte[] text) {
        try {
            PlatformChoice platform = PlatformChoice.parse(new String(text, StandardCharsets.UTF_8));
            assertThat(PlatformChoice.parse(platform.toString())).isEqualTo(platform);
        } catch (RefusedException e) {
            assertThat(e.refusal().why()).isNotBlank();
        }
    }
}
