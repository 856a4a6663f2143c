package dev.gantry.server.platform;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class KnownSettingsTest {
    @ConfigurationProperties(prefix = "gantry.shop")
    record Shop(String name) {}

    @Configuration
    @EnableConfigurationProperties(Shop.class)
    static class Feature {}

    private static void start(PropertySource<?> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(settings);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.setEnvironment(environment);
            context.register(Feature.class, KnownSettings.class);
            context.refresh();
        }
    }

    private static PropertySource<?> given(String name) {
        return new MapPropertySource("arguments", Map.of(name, "1"));
    }

    private static PropertySource<?> exported(String name) {
        return new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of(name, "1"));
    }

    @Test
    void a_setting_of_a_feature_is_taken() {
        assertThatCode(() -> start(given("gantry.shop.name"))).doesNotThrowAnyException();
    }

    @Test
    void a_setting_of_no_feature_is_refused_by_name() {
        assertThatThrownBy(() -> start(given("gantry.shpo.name")))
                .hasMessageContaining("gantry.shpo.name is not known");
        assertThatThrownBy(() -> start(exported("GANTRY_SHPO_NAME")))
                .hasMessageContaining("gantry.shpo.name is not known");
    }

    @Test
    void what_is_exported_for_an_agent_of_this_machine_is_left_to_it() {
        assertThatCode(() -> start(exported("GANTRY_ENGINE_LAYER_ENTRIES"))).doesNotThrowAnyException();
        assertThatCode(() -> start(exported("GANTRY_AGENT_LABELS_RACK"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> start(given("gantry.engine.layer.entries")))
                .as("said to the server alone")
                .hasMessageContaining("is not known");
    }
}
