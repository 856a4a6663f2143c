package dev.gantry.oci.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
    @Test
    void docker_hubs_challenge_is_read() {
        assertThat(Challenge.parse("Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\","
                        + "scope=\"repository:library/nginx:pull\""))
                .containsExactly(new Challenge(
                        "bearer",
                        Map.of(
                                "realm", "https://auth.docker.io/token",
                                "service", "registry.docker.io",
                                "scope", "repository:library/nginx:pull")));
    }

    @Test
    void several_challenges_of_one_header_are_told_apart() {
        assertThat(Challenge.parse(
                        "Negotiate, NTLM abc==, Basic realm = \"a \\\"b\\\", c\" , charset=UTF-8, Bearer realm=x"))
                .containsExactly(
                        new Challenge("negotiate", Map.of()),
                        new Challenge("ntlm", Map.of()),
                        new Challenge("basic", Map.of("realm", "a \"b\", c", "charset", "UTF-8")),
                        new Challenge("bearer", Map.of("realm", "x")));
    }

    @Test
    void an_empty_header_holds_none() {
        assertThat(Challenge.parse(" , ")).isEqualTo(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer realm=\"open",
                "Bearer realm=\"a\" service=\"b\"",
                "Bearer realm=\"a\",REALM=\"b\"",
                "Bearer realm=\"a\u0001\"",
                "\"Bearer\"",
                "Bearer realm=\"a\"; x",
                "=",
                "Bearer realm=,x=y"
            })
    void what_the_grammar_does_not_allow_is_refused(String header) {
        assertThatThrownBy(() -> Challenge.parse(header)).hasMessageContaining("REGISTRY_INVALID");
    }

    @Test
    void a_long_header_is_refused() {
        assertThatThrownBy(() -> Challenge.parse("Bearer realm=\"" + "a".repeat(9000) + "\""))
                .hasMessageContaining("REGISTRY_INVALID");
    }
}
