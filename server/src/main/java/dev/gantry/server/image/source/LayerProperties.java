package dev.gantry.server.image.source;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How this server looks into layers.
 *
 * @param indexes what the cache of layer indexes may take of the disk; those that were not used for longest go first
 * @param indexSize what one index may take: an image with a larger one is not looked into here
 */
@Validated
@ConfigurationProperties(prefix = "gantry.layer", ignoreUnknownFields = false)
record LayerProperties(
        @NotNull @DefaultValue("1GB") DataSize indexes,
        @NotNull @DefaultValue("512MB") DataSize indexSize) {}
