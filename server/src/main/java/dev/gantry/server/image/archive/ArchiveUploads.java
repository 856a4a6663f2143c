package dev.gantry.server.image.archive;

import dev.gantry.server.access.Callers;
import dev.gantry.server.distribution.blob.BlobStore;
import dev.gantry.server.distribution.blob.UploadBusyException;
import dev.gantry.server.distribution.blob.UploadMovedException;
import dev.gantry.server.image.archive.ArchiveUploadRows.Row;
import dev.gantry.server.platform.Ids;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes archives chunk by chunk. No transaction is open while bytes come. Each user sees their own. */
@Service
class ArchiveUploads {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveUploads.class);

    private final ArchiveUploadRows rows;
    private final BlobStore store;
    private final ArchiveUploadProperties properties;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final Clock clock;

    ArchiveUploads(
            ArchiveUploadRows rows,
            BlobStore store,
            ArchiveUploadProperties properties,
            TransactionTemplate transaction,
            Ids ids,
            Clock clock) {
        this.rows = rows;
        this.store = store;
        this.properties = properties;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /** The same file goes on where it is; another one begins. */
    ArchiveUploadView begin(String fileName, long sizeBytes, long modifiedMs) throws IOException {
        String tried = "Upload the archive " + fileName;
        Row row = transaction.execute(status -> {
            rows.lockAll();
            List<Row> own = rows.of(Callers.current().name());
            return own.stream()
                    .filter(each -> each.fileName().equals(fileName)
                            && each.sizeBytes() == sizeBytes
                            && each.modifiedMs() == modifiedMs)
                    .findFirst()
                    .orElseGet(() -> insert(fileName, sizeBytes, modifiedMs, own.size(), tried));
        });
        return view(row);
    }

    private Row insert(String fileName, long sizeBytes, long modifiedMs, int own, String tried) {
        if (own >= properties.perUser()) {
            throw new ProblemException(
                    ErrorCode.LIMIT_EXCEEDED,
                    tried,
                    "you have " + own + " unfinished uploads",
                    "Go on with one of them, or discard some.");
        }
        if (rows.bytes() + sizeBytes > properties.quota().toBytes()) {
            throw new ProblemException(
                    ErrorCode.LIMIT_EXCEEDED,
                    tried,
                    "all uploads together may have " + properties.quota().toMegabytes() + " MiB",
                    "Wait until others have ended, discard some, or ask an admin to raise gantry.archive-upload.quota.");
        }
        try {
            ChunkInput.refuseFullDisk(store, properties.keepFree().toBytes() + sizeBytes, tried);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Row row = new Row(ids.next(), fileName, sizeBytes, modifiedMs, clock.instant(), clock.instant(), null);
        rows.insert(row, Callers.current().name());
        return row;
    }

    List<ArchiveUploadView> list() throws IOException {
        List<ArchiveUploadView> views = new ArrayList<>();
        for (Row row : rows.of(Callers.current().name())) {
            views.add(view(row));
        }
        return views;
    }

    ArchiveUploadView get(UUID id) throws IOException {
        return view(require(id));
    }

    /** @param offset of the first byte, which must be the next one */
    ArchiveUploadView append(UUID id, long offset, InputStream body) throws IOException {
        Row row = require(id);
        String tried = "Go on with the upload of " + row.fileName();
        ChunkInput chunk = new ChunkInput(
                body, row.sizeBytes() - offset, store, properties.keepFree().toBytes());
        try {
            if (offset < 0 || offset > row.sizeBytes()) {
                throw new UploadMovedException(store.written(id));
            }
            long unused = store.append(id, offset, chunk);
        } catch (UploadMovedException e) {
            throw new ProblemException(
                    ErrorCode.UPLOAD_MOVED,
                    tried,
                    "it has " + e.size() + " bytes, and the chunk begins at " + offset,
                    "Go on at byte " + e.size() + ".",
                    Map.of("offset", Long.toString(e.size())));
        } catch (UploadBusyException e) {
            throw busy(tried, "another request writes it");
        } catch (IOException e) {
            if (chunk.broken()) {
                throw new ProblemException(
                        ErrorCode.ARCHIVE_TRUNCATED,
                        tried,
                        "the chunk broke off; " + store.written(id) + " bytes are here",
                        "Go on there.",
                        Map.of(),
                        e);
            }
            throw e;
        } finally {
            rows.touch(id, clock.instant());
        }
        return view(row);
    }

    void discard(UUID id) {
        Row row = require(id);
        forget(row.id());
    }

    /** Bytes that a request writes at this moment are the collector's. */
    void forget(UUID id) {
        rows.delete(id);
        try {
            store.discard(id);
        } catch (UploadBusyException | IOException e) {
            LOG.debug("The bytes of the archive {} stay for the collector", id, e);
        }
    }

    Row require(UUID id) {
        return rows.find(id, Callers.current().name()).orElseThrow(() -> notFound(id));
    }

    static ProblemException notFound(UUID id) {
        return new ProblemException(
                ErrorCode.NOT_FOUND,
                "Find the upload " + id,
                "you have none with this id: it was imported, discarded, or given up",
                "Begin it again; the same file goes on where it is.");
    }

    static ProblemException busy(String tried, String why) {
        return new ProblemException(ErrorCode.UPLOAD_BUSY, tried, why, "Wait until that has ended.");
    }

    ArchiveUploadView view(Row row) throws IOException {
        return new ArchiveUploadView(
                row.id(),
                row.fileName(),
                row.sizeBytes(),
                store.written(row.id()),
                row.modifiedMs(),
                row.startedAt(),
                row.touchedAt().plus(properties.idle()),
                row.operationId());
    }
}
