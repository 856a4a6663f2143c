package dev.gantry.server.image.archive;

import dev.gantry.server.access.Callers;
import dev.gantry.server.distribution.blob.BlobStore;
import dev.gantry.server.image.Images;
import dev.gantry.server.image.archive.ArchiveUploadRows.Row;
import dev.gantry.server.operation.Operations;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Hands whole archives to hosts. One that a host refuses stays, for another host, name or try. */
@Service
class ArchiveImports {
    private static final int AT_ONCE = 16;

    private final ArchiveUploads uploads;
    private final ArchiveUploadRows rows;
    private final BlobStore store;
    private final Images images;
    private final Operations operations;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(0, AT_ONCE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "archive-import");
                thread.setDaemon(true);
                return thread;
            });

    ArchiveImports(
            ArchiveUploads uploads,
            ArchiveUploadRows rows,
            BlobStore store,
            Images images,
            Operations operations,
            TransactionTemplate transaction,
            Clock clock) {
        this.uploads = uploads;
        this.rows = rows;
        this.store = store;
        this.images = images;
        this.operations = operations;
        this.transaction = transaction;
        this.clock = clock;
    }

    @PreDestroy
    void stop() {
        workers.shutdownNow();
    }

    /** @return the operation */
    UUID begin(UUID id, @Nullable UUID hostId, @Nullable String reference) throws IOException {
        Row row = uploads.require(id);
        String tried = "Import the archive " + row.fileName();
        long here = store.written(id);
        if (here != row.sizeBytes()) {
            throw new ProblemException(
                    ErrorCode.ARCHIVE_TRUNCATED,
                    tried,
                    here + " of its " + row.sizeBytes() + " bytes are here",
                    "Send the rest first.");
        }
        refuseWhileImported(row, tried);
        Images.Later later = images.later(hostId, reference, row.sizeBytes());
        try {
            transaction.executeWithoutResult(status -> {
                Row locked = rows.lock(id, Callers.current().name()).orElseThrow(() -> ArchiveUploads.notFound(id));
                refuseWhileImported(locked, tried);
                rows.imports(id, later.operationId(), clock.instant());
            });
            workers.execute(() -> later.run(() -> store.openUpload(id), () -> uploads.forget(id)));
        } catch (RejectedExecutionException e) {
            ProblemException full = new ProblemException(
                    ErrorCode.LIMIT_EXCEEDED,
                    tried,
                    "this server hands " + AT_ONCE + " archives to hosts already",
                    "Try again when one of them has ended.");
            later.failed(full);
            throw full;
        } catch (RuntimeException e) {
            later.failed(e);
            throw e;
        }
        return later.operationId();
    }

    private void refuseWhileImported(Row row, String tried) {
        UUID last = row.operationId();
        if (last != null && !operations.get(last).state().ended()) {
            throw ArchiveUploads.busy(tried, "a host imports it");
        }
    }
}
