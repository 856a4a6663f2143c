package dev.gantry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.engine.layer.LayerLimits;
import dev.gantry.oci.registry.http.HttpSettings;
import java.util.HashMap;
import java.util.List;
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
    void limits_of_layers_and_patience_with_registries_can_be_set_and_have_defaults() {
        EngineOptions unset = Settings.of(environment(Map.of(), Map.of())).engineOptions();
        assertThat(unset.layerOptions().limits()).isEqualTo(LayerLimits.DEFAULT);
        assertThat(unset.registryOptions().settings()).isEqualTo(HttpSettings.DEFAULT);

        Map<String, Object> values = Map.of(
                "gantry.engine.layer.entries", "3000000",
                "gantry.engine.layer.size", "100GB",
                "gantry.engine.layer.ratio", "50",
                "gantry.engine.layer.path-depth", "64",
                "gantry.engine.layer.name-bytes", "1024",
                "gantry.engine.registry.connect", "5s",
                "gantry.engine.registry.stall", "2m",
                "gantry.engine.registry.tries", "3");
        EngineOptions set = Settings.of(environment(values, Map.of())).engineOptions();
        LayerLimits limits = set.layerOptions().limits();
        assertThat(limits.entries()).isEqualTo(3_000_000);
        assertThat(limits.bytes()).isEqualTo(100L << 30);
        assertThat(limits.ratio()).isEqualTo(50);
        assertThat(limits.depth()).isEqualTo(64);
        assertThat(limits.nameBytes()).isEqualTo(1024);
        HttpSettings patience = set.registryOptions().settings();
        assertThat(patience.connect()).hasSeconds(5);
        assertThat(patience.stall()).hasMinutes(2);
        assertThat(patience.tries()).isEqualTo(3);
    }

    @Test
    void a_limit_that_is_none_stops_the_start_with_its_key() {
        for (String key : List.of("entries", "size", "ratio", "path-depth", "name-bytes")) {
            assertRefused(Map.of("gantry.engine.layer." + key, "0"), "gantry.engine.layer." + key);
            assertRefused(Map.of("gantry.engine.layer." + key, "many"), "gantry.engine.layer." + key);
        }
        assertRefused(Map.of("gantry.engine.layer.name-bytes", "5000"), "gantry.engine.layer.name-bytes");
        assertRefused(Map.of("gantry.engine.registry.stall", "0s"), "gantry.engine.registry.stall");
        assertRefused(Map.of("gantry.engine.registry.connect", "2h"), "gantry.engine.registry.connect");
        assertRefused(Map.of("gantry.engine.registry.tries", "0"), "gantry.engine.registry.tries");
        assertRefused(Map.of("gantry.engine.registry.retries", "1"), "gantry.engine.registry.retries");
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
