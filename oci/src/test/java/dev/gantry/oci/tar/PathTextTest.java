package dev.gantry.oci.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PathTextTest {
    @Test
    void any_bytes_come_back_as_they_were() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            ByteName name = ByteName.of(bytes);
            assertThat(PathText.parse(PathText.of(name))).isEqualTo(name);
        }
    }

    @Test
    void text_stays_text_and_all_else_is_escaped() {
        assertThat(PathText.of(ByteName.of("usr/größe/日本"))).isEqualTo("usr/größe/日本");
        assertThat(PathText.of(ByteName.of("100%\n"))).isEqualTo("100%25%0A");
        assertThat(PathText.of(ByteName.of(new byte[] {'a', (byte) 0xff, (byte) 0xc3})))
                .isEqualTo("a%FF%C3");
    }

    @Test
    void a_percent_sign_without_two_digits_is_refused() {
        assertThat(catchThrowableOfType(RefusedException.class, () -> PathText.parse("100%"))
                        .code())
                .isEqualTo(RefusalCode.INVALID_ARGUMENT);
    }
}
