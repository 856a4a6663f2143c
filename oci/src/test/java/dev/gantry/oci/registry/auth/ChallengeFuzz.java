package dev.gantry.oci.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gantry.oci.refusal.RefusedException;
import java.nio.charset.StandardCharsets;

class ChallengeFuzz {
    @FuzzTest(maxDuration = "1m")
    void a_header_is_read_or_refused(byte[] header) {
        try {
            for (Challenge challenge : Challenge.parse(new String(header, StandardCharsets.ISO_8859_1))) {
                assertThat(challenge.scheme()).isNotEmpty();
                assertThat(challenge.parameters().values())
                        .allMatch(value -> value.chars().noneMatch(Character::isISOControl));
            }
        } catch (RefusedException e) {
            assertThat(e.refusal().why()).isNotBlank();
        }
    }
}
