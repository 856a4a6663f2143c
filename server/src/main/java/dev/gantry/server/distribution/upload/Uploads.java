package dev.gantry.server.distribution.upload;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.server.access.Callers;
import dev.gantry.server.distribution.blob.BlobRows;
import dev.gantry.server.distribution.blob.BlobStore;
import dev.gantry.server.distribution.blob.UploadBusyException;
import dev.gantry.server.distribution.blob.UploadMovedException;
import dev.gantry.server.distribution.protocol.DistributionCode;
import dev.gantry.server.distribution.protocol.DistributionException;
import dev.gantry.server.platform.Ids;
import dev.gantry.server.repository.RepositoryName;
import dev.gantry.server.repository.RepositoryRows;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Blobs on their way in. No transaction is open while bytes come: that takes long, and a connection is dear. */
@Component
class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    private final UploadRows rows;
    private final BlobRows blobs;
    private final RepositoryRows repositories;
    private final BlobStore store;
    private final Quota quota;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final Clock clock;

    Uploads(
            UploadRows rows,
            BlobRows blobs,
            RepositoryRows repositories,
            BlobStore store,
            Quota quota,
            TransactionTemplate transaction,
            Ids ids,
            Clock clock) {
        this.rows = rows;
        this.blobs = blobs;
        this.repositories = repositories;
        this.store = store;
        this.quota = quota;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    UUID begin(RepositoryName name) throws IOException {
        UUID id = ids.next();
        UUID repository = transaction.execute(status -> {
            UUID into = repositories.obtain(name, Callers.current().name());
            rows.insert(id, into, Callers.current().name(), clock.instant());
            return into;
        });
        try {
            quota.room(repository, id, 0);
        } catch (DistributionException full) {
            rows.delete(id);
            throw full;
        }
        return id;
    }

    /**
     * Whether the repository now has a blob that another one has.
     *
     * @param from null for any other
     */
    boolean mount(RepositoryName name, Digest digest, @Nullable RepositoryName from) {
        return transaction.execute(status -> {
            UUID source = from == null ? null : repositories.find(from).orElse(null);
            if (from != null && source == null) {
                return false;
            }
            UUID into = repositories.obtain(name, Callers.current().name());
            return blobs.mount(into, digest, source, clock.instant());
        });
    }

    /** The upload's size in bytes. Errors with BLOB_UPLOAD_UNKNOWN. */
    long size(RepositoryName name, UUID id) throws IOException {
        repositoryOf(name, id);
        return store.written(id);
    }

    /** @return the upload's new size in bytes */
    long append(RepositoryName name, UUID id, Chunk chunk, InputStream body) throws IOException {
        UUID repository = repositoryOf(name, id);
        long size = store.written(id);
        long at = chunk.from().orElse(size);
        try {
            if (at != size) {
                throw new UploadMovedException(size);
            }
            Room room = quota.room(repository, id, size);
            size = store.append(id, at, new MeteredInput(body, chunk.length(), room));
        } catch (DistributionException e) {
            if (e.code() == DistributionCode.DENIED) {
                forget(id);
            }
            throw e;
        } catch (UploadMovedException e) {
            throw outOfOrder(name, id, e.size());
        } catch (UploadBusyException e) {
            throw busy(e);
        } catch (IOException e) {
            rows.touch(id, store.written(id), clock.instant());
            throw e;
        }
        if (!rows.touch(id, size, clock.instant())) {
            throw unknown();
        }
        return size;
    }

    /** Makes a blob of it. Errors with DIGEST_INVALID when the bytes are others; the upload is forgotten then. */
    void finish(RepositoryName name, UUID id, Digest digest) throws IOException {
        UUID repository = repositoryOf(name, id);
        try (BlobStore.Sealed sealed = store.seal(id, digest)) {
            publish(repository, id, digest, sealed);
        } catch (UploadBusyException e) {
            throw busy(e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (RefusedException e) {
            forget(id);
            String message = e.refusal().tried() + ": " + e.refusal().why() + "; "
                    + e.refusal().action();
            throw new DistributionException(
                    DistributionCode.DIGEST_INVALID, DistributionCode.DIGEST_INVALID.status(), message, e);
        }
    }

    private void publish(UUID repository, UUID id, Digest digest, BlobStore.Sealed sealed) {
        transaction.executeWithoutResult(status -> {
            if (!rows.delete(id)) {
                throw unknown();
            }
            quota.take(repository, digest, sealed.sizeBytes());
            blobs.lock(digest);
            blobs.add(repository, digest, sealed.sizeBytes(), clock.instant());
            try {
                sealed.publish();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    void cancel(RepositoryName name, UUID id) {
        repositoryOf(name, id);
        forget(id);
    }

    /** Bytes that can't be taken away now, because a request writes them, are the collector's. */
    void forget(UUID id) {
        rows.delete(id);
        try {
            store.discard(id);
        } catch (UploadBusyException | IOException e) {
            LOG.debug("The bytes of upload {} stay for the collector", id, e);
        }
    }

    private UUID repositoryOf(RepositoryName name, UUID id) {
        return rows.repositoryOf(name, id).orElseThrow(Uploads::unknown);
    }

    private static DistributionException unknown() {
        return new DistributionException(
                DistributionCode.BLOB_UPLOAD_UNKNOWN,
                "the upload is not known here: it ended, was cancelled, or was given up after a day; begin it again");
    }

    private static DistributionException busy(UploadBusyException cause) {
        return new DistributionException(
                DistributionCode.BLOB_UPLOAD_INVALID,
                HttpStatus.CONFLICT,
                "another request writes this upload; wait for it to end",
                cause);
    }

    private static DistributionException outOfOrder(RepositoryName name, UUID id, long size) {
        DistributionException refused = new DistributionException(
                DistributionCode.BLOB_UPLOAD_INVALID,
                HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                "the upload has " + size + " bytes, and the chunk does not begin there",
                null);
        UploadHandler.progress(name, id, size).forEach(refused::with);
        return refused;
    }
}
