package dev.gantry.server.repository;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How the built-in registry keeps its blobs.
 *
 * @param blobs the blob store's directory; null for one below the home. Servers of one database share it.
 * @param quota what all repositories may hold together; null for no bound
 * @param repositoryQuota what one repository may hold; null for no bound
 * @param keepFree no upload takes the last of the disk: this much stays free
 * @param grace how long a blob that nothing holds is kept for a push that counts on it
 * @param uploadIdle after what time without a byte an upload is given up
 * @param collectEvery how often the collector looks
 */
@Validated
@ConfigurationProperties(prefix = "gantry.repository", ignoreUnknownFields = false)
public record RepositoryProperties(
        @Nullable Path blobs,
        @Nullable DataSize quota,
        @Nullable DataSize repositoryQuota,
        @NotNull @DefaultValue("1GB") DataSize keepFree,
        @NotNull @DefaultValue("24h") Duration grace,
        @NotNull @DefaultValue("24h") Duration uploadIdle,
        @NotNull @DefaultValue("1h") Duration collectEvery) {

    public RepositoryProperties {
        if (collectEvery.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("gantry.repository.collect-every must be a second or more");
        }
    }
}
