package dev.gantry.server.registry;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the built-in registry is called in images' names.
 *
 * @param names hosts with their ports, beside the address at which a server is asked and those of its machine
 */
@Validated
@ConfigurationProperties(prefix = "gantry.registry", ignoreUnknownFields = false)
record OwnRegistryProperties(
        @NotNull @DefaultValue List<@Pattern(regexp = "[0-9a-zA-Z.\\[\\]:-]{1,253}") String> names) {}
