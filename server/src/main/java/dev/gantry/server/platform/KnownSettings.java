package dev.gantry.server.platform;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.stereotype.Component;

/**
 * Stops the start when a setting below `gantry.` belongs to no feature: most often a typo that would do nothing. An
 * environment is often one for server and agent, so what it holds for the agent is none of the server's business.
 */
@Component
class KnownSettings implements InitializingBean {
    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("gantry");
    private static final List<ConfigurationPropertyName> AGENT = Stream.of("gantry.agent", "gantry.engine")
            .map(ConfigurationPropertyName::of)
            .toList();

    private final ApplicationContext context;

    KnownSettings(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public void afterPropertiesSet() {
        Set<ConfigurationPropertyName> prefixes = new TreeSet<>();
        ConfigurationPropertiesBean.getAll(context)
                .values()
                .forEach(bean -> prefixes.add(
                        ConfigurationPropertyName.of(bean.getAnnotation().prefix())));
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(context.getEnvironment())) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                iterable.stream()
                        .filter(ROOT::isAncestorOf)
                        .filter(name -> prefixes.stream().noneMatch(prefix -> prefix.isAncestorOf(name)))
                        .filter(name ->
                                !isEnvironment(source) || AGENT.stream().noneMatch(prefix -> prefix.isAncestorOf(name)))
                        .findFirst()
                        .ifPresent(KnownSettings::refuse);
            }
        }
    }

    private static boolean isEnvironment(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
    }

    private static void refuse(ConfigurationPropertyName name) {
        throw new IllegalStateException("The setting " + name + " is not known. docs/installation.md lists all.");
    }
}
