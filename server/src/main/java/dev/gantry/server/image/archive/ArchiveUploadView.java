package dev.gantry.server.image.archive;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An archive on its way.
 *
 * @param receivedBytes where the next chunk begins
 * @param modifiedMs the file's last change as its sender tells it, in ms since 1970
 * @param expiresAt when it is given up unless another byte comes
 * @param operationId of its last import, once it was whole
 */
@Schema(name = "ArchiveUpload")
record ArchiveUploadView(
        UUID id,
        String fileName,
        long sizeBytes,
        long receivedBytes,
        long modifiedMs,
        Instant startedAt,
        Instant expiresAt,
        @Nullable UUID operationId) {}
