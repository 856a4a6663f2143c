package dev.gantry.server.distribution.blob;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.distribution.protocol.DistributionCode;
import dev.gantry.server.distribution.protocol.DistributionException;
import dev.gantry.server.platform.ServerHome;
import dev.gantry.server.repository.RepositoryName;
import dev.gantry.server.repository.RepositoryProperties;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** The blobs that repositories hand out. */
@Component
class Blobs {
    private final BlobRows rows;
    private final Clock clock;
    private final Duration stale;

    Blobs(BlobRows rows, Clock clock, RepositoryProperties properties) {
        this.rows = rows;
        this.clock = clock;
        this.stale = properties.grace().dividedBy(8);
    }

    /** A client that is told of a blob may leave out sending it, so the time of grace begins anew. */
    BlobRows.Row find(RepositoryName name, Digest digest) {
        BlobRows.Row found = rows.find(name, digest).orElseThrow(() -> unknown(name, digest));
        Instant now = clock.instant();
        if (found.touchedAt().plus(stale).isBefore(now) && !rows.touch(found.repositoryId(), digest, now)) {
            throw unknown(name, digest);
        }
        return found;
    }

    void remove(RepositoryName name, Digest digest) {
        BlobRows.Row found = rows.find(name, digest).orElseThrow(() -> unknown(name, digest));
        if (!rows.unlink(found.repositoryId(), digest)) {
            throw new DistributionException(
                    DistributionCode.DENIED,
                    "blob " + digest + " of " + name + " can't be deleted: a manifest needs it; delete that one first");
        }
    }

    private static DistributionException unknown(RepositoryName name, Digest digest) {
        return new DistributionException(
                DistributionCode.BLOB_UNKNOWN, "repository " + name + " has no blob " + digest + "; push it first");
    }

    /** Where the bytes lie. */
    @Configuration(proxyBeanMethods = false)
    static class Store {
        @Bean
        BlobStore blobStore(RepositoryProperties properties, ServerHome home) {
            Path chosen = properties.blobs();
            return new DirectoryBlobStore(chosen == null ? home.blobs() : chosen);
        }
    }
}
