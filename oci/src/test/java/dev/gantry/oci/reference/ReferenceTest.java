package dev.gantry.oci.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
    private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io/library/nginx:latest, nginx:latest",
        "nginx:1.27, docker.io/library/nginx:1.27, nginx:1.27",
        "docker.io/nginx, docker.io/library/nginx:latest, nginx:latest",
        "index.docker.io/nginx, docker.io/library/nginx:latest, nginx:latest",
        "docker.io/library/nginx, docker.io/library/nginx:latest, nginx:latest",
        "team/app, docker.io/team/app:latest, team/app:latest",
        "docker.io/library/a/b, docker.io/library/a/b:latest, library/a/b:latest",
        "docker.io/localhost/x, docker.io/localhost/x:latest, docker.io/localhost/x:latest",
        "docker.io/a.b/x, docker.io/a.b/x:latest, docker.io/a.b/x:latest",
        "localhost/app, localhost/app:latest, localhost/app:latest",
        "localhost:5000/app:v1, localhost:5000/app:v1, localhost:5000/app:v1",
        "host:5000/a/b/c, host:5000/a/b/c:latest, host:5000/a/b/c:latest",
        "Host/app, Host/app:latest, Host/app:latest",
        "registry.example.com/team/app:2.0, registry.example.com/team/app:2.0, registry.example.com/team/app:2.0",
        "my-host.example.com/a, my-host.example.com/a:latest, my-host.example.com/a:latest",
        "192.168.1.2:80/a, 192.168.1.2:80/a:latest, 192.168.1.2:80/a:latest",
        "[::1]:5000/app:x, [::1]:5000/app:x, [::1]:5000/app:x",
        "[2001:db8::1]/app, [2001:db8::1]/app:latest, [2001:db8::1]/app:latest",
        "a_b__c-d---e.f, docker.io/library/a_b__c-d---e.f:latest, a_b__c-d---e.f:latest",
        "a:_x.Y-Z, docker.io/library/a:_x.Y-Z, a:_x.Y-Z",
        "foo:5000, docker.io/library/foo:5000, foo:5000",
        "xn--n3h.com/app, xn--n3h.com/app:latest, xn--n3h.com/app:latest"
    })
    void good_names_get_dockers_defaults_and_lose_them_again(String text, String whole, String familiar) {
        Reference reference = Reference.parse(text);
        assertThat(reference).hasToString(whole);
        assertThat(reference.familiar()).isEqualTo(familiar);
        assertThat(Reference.parse(familiar)).isEqualTo(reference);
        assertThat(Reference.parse(whole)).isEqualTo(reference);
    }

    @Test
    void a_digest_needs_no_tag_and_goes_with_one() {
        Reference pinned = Reference.parse("app@sha256:" + HEX);
        assertThat(pinned.tag()).isEmpty();
        assertThat(pinned.digest()).contains(new Digest(HEX));
        assertThat(Reference.parse("host:1/app:v1@sha256:" + HEX)).hasToString("host:1/app:v1@sha256:" + HEX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":",
                "@",
                "/",
                "a/",
                "/a",
                "a//b",
                "a:",
                ":a",
                "a@",
                "a:b:c",
                "a b",
                "a\nb",
                "a\u0000b",
                "App",
                "team/App",
                "host.com/App",
                "a.",
                ".a",
                "-a",
                "a-",
                "_a",
                "a..b",
                "a._b",
                "a___b",
                "a.-b",
                "a/-b",
                "a:.b",
                "a:-b",
                "a:b/c d",
                "a:ä",
                "ä",
                "../a",
                "a/../b",
                "http://host/a",
                "host.com:x/a",
                "host.com:/a",
                "-host.com/a",
                "host-.com/a",
                "host..com/a",
                ".host/a",
                "[::1/a",
                "::1]/a",
                "[]/a",
                "[::1]",
                "[g::1]:5000/a",
                "a@sha256:",
                "a@sha256:xyz",
                "a@sha512:" + HEX + HEX,
                "a@sha256:" + HEX + "0",
                "a@sha256:../../x",
                "@sha256:" + HEX,
                HEX,
                HEX + ":tag",
                "a@b@c",
                "$(id)",
                "a;id",
                "a`id`",
                "a:\t",
                "docker.io/",
                "host.com/a:"
            })
    void bad_names_are_refused(String text) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Reference.parse(text))
                .matches(e -> e.code() == RefusalCode.INVALID_ARGUMENT)
                .matches(e -> e.toString().length() < 600);
    }

    @Test
    void lengths_are_bounded() {
        assertThat(Reference.parse("h.io/" + "a".repeat(250)).repository()).hasSize(250);
        for (String text : List.of(
                "h.io/" + "a".repeat(251), "a:" + "b".repeat(129), "a".repeat(1_000_000), "a" + "/a".repeat(500_000))) {
            assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Reference.parse(text));
        }
        assertThat(Reference.parse("a:" + "b".repeat(128)).tag()).contains("b".repeat(128));
    }

    @Test
    void no_name_takes_long_to_refuse() {
        List<String> slow = List.of("a-".repeat(150), "a_".repeat(150) + "!", "a.".repeat(150) + "/", "-".repeat(300));
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 2000; i++) {
                for (String text : slow) {
                    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Reference.parse(text));
                }
            }
        });
    }

    @Test
    void nobody_can_make_a_bad_one() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new Reference("docker.io", "../x", Optional.of("a"), Optional.empty()));
    }
}
