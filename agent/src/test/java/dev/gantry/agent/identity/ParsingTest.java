package dev.gantry.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParsingTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @Test
    void fingerprints_are_read_as_join_lines_and_openssl_write_them() {
        Fingerprint expected = new Fingerprint(HEX);
        assertThat(Fingerprint.parse("SHA256:" + HEX)).isEqualTo(expected);
        assertThat(Fingerprint.parse(HEX.toUpperCase(Locale.ROOT).replaceAll("..(?=.)", "$0:")))
                .isEqualTo(expected);
        assertThat(expected).hasToString("SHA256:" + HEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SHA256:", "SHA256:12", "MD5:0123456789abcdef0123456789abcdef", "zz"})
    void what_is_no_fingerprint_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fingerprint.parse(text))
                .withMessageContaining("SHA256:");
    }

    @Test
    void servers_have_names_and_addresses_of_both_kinds() {
        assertThat(Endpoint.parse("gantry.example.com:8444")).isEqualTo(new Endpoint("gantry.example.com", 8444));
        assertThat(Endpoint.parse("10.0.0.1:1").https("/x")).hasToString("https://10.0.0.1:1/x");
        assertThat(Endpoint.parse("[fe80::1]:8444").webSocket("/x")).hasToString("wss://[fe80::1]:8444/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host", "host:", ":1", "host:0", "host:65536", "host:x", "fe80::1:8444", "a/b:1", "a b:1"})
    void what_is_no_server_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse(text))
                .withMessageContaining("HOST:PORT");
    }
}
