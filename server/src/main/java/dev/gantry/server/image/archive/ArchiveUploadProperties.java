package dev.gantry.server.image.archive;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of archives on their way.
 *
 * @param quota what all of them may have together, counted whole from their beginning
 * @param perUser how many of them a user may have
 * @param keepFree none takes the last of the blob store's disk: this much stays free
 * @param idle after what time without a byte one is given up
 */
@Validated
@ConfigurationProperties(prefix = "gantry.archive-upload", ignoreUnknownFields = false)
record ArchiveUploadProperties(
        @NotNull @DefaultValue("200GB") DataSize quota,
        @DefaultValue("50") int perUser,
        @NotNull @DefaultValue("1GB") DataSize keepFree,
        @NotNull @DefaultValue("48h") Duration idle) {}
