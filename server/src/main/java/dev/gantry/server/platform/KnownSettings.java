package dev.gantry.server.platform;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/** Stops the start when a setting below `gantry.` belongs to no feature: most often a typo that would do nothing. */
@Component
class KnownSettings implements InitializingBean {
    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("gantry");
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
                        .findFirst()
                        .ifPresent(KnownSettings::refuse);
            }
        }
    }

    private static void refuse(ConfigurationPropertyName name) {
        throw new IllegalStateException("The setting " + name + " is not known. docs/installation.md lists all.");
    }
}
