package dev.gantry.oci.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void is_the_sha256_of_the_content() {
        assertThat(Digest.of(new byte[0])).hasToString("sha256:" + EMPTY);
        assertThat(Digest.parse("sha256:" + EMPTY)).isEqualTo(Digest.of(new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256:",
                EMPTY,
                "sha256:" + EMPTY + "a",
                "sha256:../../x",
                "sha512:" + EMPTY,
                "SHA256:" + EMPTY,
                "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                "sha256:" + EMPTY + "\n",
                " sha256:" + EMPTY,
                "sha256:" + "g" + "a"
            })
    void anything_else_is_refused(String text) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Digest.parse(text))
                .matches(e -> e.code() == RefusalCode.INVALID_ARGUMENT);
    }
}
