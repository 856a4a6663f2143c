package dev.gantry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsTest {
    private static final Map<String, Object> NEEDED =
            Map.of("gantry.agent.home", "/h", "gantry.agent.server", "gantry.example.com:8444");

    @Test
    void home_and_server_are_enough() {
        Settings settings = Settings.of(environment(Map.of(), Map.of()));
        assertThat(settings.agent().endpoint().port()).isEqualTo(8444);
        assertThat(settings.agent().joinToken()).isEmpty();
        assertThat(settings.engineOptions().parent()).isEqualTo("/gantry");
        assertThat(settings.engineOptions().network()).isEmpty();
    }

    @Test
    void an_unknown_key_is_named() {
        assertRefused(Map.of("gantry.agent.sever", "x:1"), "gantry.agent.sever");
        assertRefused(Map.of("gantry.engine.subnets", "x"), "gantry.engine.subnets");
        assertRefused(Map.of("gantry.nonsense", "x"), "gantry.nonsense");
        assertRefused(Map.of("gantry.agent.home", "", "gantry.agent.hoem", "/h"), "gantry.agent.hoem");
    }

    @Test
    void a_bad_value_is_named_with_its_key() {
        assertRefused(Map.of("gantry.agent.server", "nowhere"), "gantry.agent.server");
        assertRefused(Map.of("gantry.agent.server", "host:99999"), "gantry.agent.server");
        assertRefused(Map.of("gantry.agent.fingerprint", "SHA256:12"), "gantry.agent.fingerprint");
        assertRefused(Map.of("gantry.engine.subnet", "10.0.0.1"), "gantry.engine.subnet");
        assertRefused(Map.of("gantry.engine.cgroup-parent", "/../x"), "gantry.engine.cgroup-parent");
        assertRefused(Map.of("gantry.agent.home", " "), "gantry.agent.home");
    }

    @Test
    void labels_are_free_and_metadata_addresses_are_not() {
        Settings settings = Settings.of(environment(
                Map.of("gantry.agent.labels.rack", "r1", "gantry.agent.metadata.aws", "http://127.0.0.1:9"), Map.of()));
        assertThat(settings.agent().hostLabels()).containsEntry("rack", "r1");
        assertThat(settings.agent().metadataServices().aws()).hasPort(9);
        assertThat(settings.agent().metadataServices().azure()).hasHost("169.254.169.254");
        assertThatThrownBy(() -> Settings.of(environment(Map.of("gantry.agent.metadata.aws", "file:/x"), Map.of()))
                        .agent()
                        .metadataServices())
                .hasMessageContaining("gantry.agent.metadata.aws");
    }

    @Test
    void the_environment_may_hold_variables_that_are_for_others() {
        Settings settings = Settings.of(environment(Map.of(), Map.of("GANTRY_AGENT_PORT", "8444", "GANTRY_API", "x")));
        assertThat(settings.agent().home()).isEqualTo("/h");
    }

    @Test
    void the_token_is_never_shown() {
        Settings settings = Settings.of(environment(Map.of("gantry.agent.token", "s3cret"), Map.of()));
        assertThat(settings.agent().joinToken()).contains("s3cret");
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    private static void assertRefused(Map<String, Object> values, String key) {
        assertThatThrownBy(() -> Settings.of(environment(values, Map.of())))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(key);
    }

    private static StandardEnvironment environment(Map<String, Object> values, Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, variables));
        Map<String, Object> all = new HashMap<>(NEEDED);
        all.putAll(values);
        environment.getPropertySources().addFirst(new MapPropertySource("commandLine", all));
        return environment;
    }
}
