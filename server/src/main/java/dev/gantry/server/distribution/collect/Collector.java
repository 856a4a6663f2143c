package dev.gantry.server.distribution.collect;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.distribution.blob.BlobRows;
import dev.gantry.server.distribution.blob.BlobStore;
import dev.gantry.server.distribution.blob.BlobStoreMark;
import dev.gantry.server.distribution.blob.UploadBusyException;
import dev.gantry.server.repository.RepositoryProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes what nothing holds, while pushes happen and whatever other servers collect. First rows go, then the bytes that
 * no row speaks of, which are also what a crash left behind. Bytes and their row change only under the digest's lock, so
 * a blob that is pushed again at that moment is either seen here or written anew after.
 */
@Component
class Collector {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final CollectorRows rows;
    private final BlobRows blobs;
    private final BlobStore store;
    private final BlobStoreMark mark;
    private final TransactionTemplate transaction;
    private final RepositoryProperties properties;
    private final Clock clock;

    Collector(
            CollectorRows rows,
            BlobRows blobs,
            BlobStore store,
            BlobStoreMark mark,
            TransactionTemplate transaction,
            RepositoryProperties properties,
            Clock clock) {
        this.rows = rows;
        this.blobs = blobs;
        this.store = store;
        this.mark = mark;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
    }

    /** One collection. Errors with UNAVAILABLE when the store is another database's: nothing is taken then. */
    void collect() {
        mark.check();
        Instant now = clock.instant();
        Instant before = now.minus(properties.grace());
        Instant idle = now.minus(properties.uploadIdle());
        int uploads = untilNone(() -> rows.idleUploads(idle).size());
        int links = untilNone(() -> rows.unneeded(before));
        int forgotten = untilNone(() -> rows.unlinked(before));
        int repositories = untilNone(() -> rows.empty(before));
        Swept swept = new Swept();
        try {
            store.blobs(group -> strays(group, rows::strayBlobs).forEach(digest -> removeBlob(digest, swept)));
            store.uploads(group -> strays(group, rows::strayUploads).forEach(id -> removeUpload(id, swept)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (uploads + links + forgotten + repositories + swept.files > 0) {
            LOG.info(
                    "Collected {} idle uploads, {} blobs of repositories, {} blobs, {} repositories; {} files of {} bytes",
                    uploads,
                    links,
                    forgotten,
                    repositories,
                    swept.files,
                    swept.bytes);
        }
    }

    private int untilNone(IntSupplier step) {
        int all = 0;
        for (int more = one(step); more > 0; more = one(step)) {
            all += more;
        }
        return all;
    }

    private int one(IntSupplier step) {
        Integer taken = transaction.execute(status -> step.getAsInt());
        return taken == null ? 0 : taken;
    }

    private <T> List<T> strays(List<T> group, Function<List<T>, List<T>> among) {
        List<T> found = transaction.execute(status -> among.apply(group));
        return found == null ? List.of() : found;
    }

    private void removeBlob(Digest digest, Swept swept) {
        transaction.executeWithoutResult(status -> {
            blobs.lock(digest);
            if (!rows.hasBlob(digest)) {
                try {
                    swept.add(store.size(digest).orElse(0));
                    store.remove(digest);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    /** An upload's id is never given out again, so its bytes can go without a lock. */
    private void removeUpload(UUID id, Swept swept) {
        try {
            swept.add(store.written(id));
            store.discard(id);
        } catch (UploadBusyException e) {
            LOG.debug("Upload {} is still written, and waits for the next collection", id, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Swept {
        private int files;
        private long bytes;

        void add(long size) {
            files++;
            bytes += size;
        }
    }
}
