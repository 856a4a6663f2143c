package dev.gantry.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/** All settings below {@code gantry}: bound whole, so that a key that nobody reads stops the start. */
record Settings(AgentSettings agent, @Nullable EngineOptions engine) {
    private static final String PREFIX = "gantry";

    /** @throws SettingsException naming the key */
    static Settings of(ConfigurableEnvironment environment) {
        var unknownKeysFail = new NoUnboundElementsBindHandler(BindHandler.DEFAULT, Settings::isOurs);
        try {
            Settings settings = Binder.get(environment)
                    .bind(PREFIX, Bindable.of(Settings.class), unknownKeysFail)
                    .orElse(null);
            if (settings == null || settings.agent == null) {
                throw new SettingsException("gantry.agent.home and gantry.agent.server are not set");
            }
            settings.agent.missing().ifPresent(key -> {
                throw new SettingsException(key + " is not set");
            });
            return settings;
        } catch (BindException e) {
            throw new SettingsException(explain(e));
        }
    }

    EngineOptions engineOptions() {
        return engine == null ? EngineOptions.DEFAULT : engine;
    }

    /** The environment is shared with other programs, and with the script's own GANTRY_ variables. */
    private static boolean isOurs(ConfigurationPropertySource source) {
        return !(source.getUnderlyingSource() instanceof PropertySource<?> properties)
                || !properties.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    }

    private static String explain(BindException e) {
        Throwable deepest = e;
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof UnboundConfigurationPropertiesException unknown) {
                List<String> keys = unknown.getUnboundProperties().stream()
                        .map(property -> property.getName().toString())
                        .toList();
                return "there is no setting " + String.join(", ", keys);
            }
            deepest = t;
        }
        String message = String.valueOf(deepest.getMessage());
        return message.startsWith(PREFIX + ".") ? message : e.getName() + ": " + message;
    }
}
