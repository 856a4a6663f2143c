package dev.gantry.server.image.archive;

import dev.gantry.server.image.ImageQueries;
import dev.gantry.server.image.ImageView;
import dev.gantry.server.operation.LongWork;
import dev.gantry.server.operation.OperationReply;
import dev.gantry.server.platform.request.Prefer;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Archives that come in chunks. */
@RestController
@RequestMapping("/api/v1/images/uploads")
class ArchiveUploadController {
    private final ArchiveUploads uploads;
    private final ArchiveImports imports;
    private final ImageQueries images;
    private final OperationReply reply;

    ArchiveUploadController(ArchiveUploads uploads, ArchiveImports imports, ImageQueries images, OperationReply reply) {
        this.uploads = uploads;
        this.imports = imports;
        this.images = images;
        this.reply = reply;
    }

    /** Begins, or finds the one of the same file again: {@code receivedBytes} says where to go on. */
    @PostMapping
    ArchiveUploadView begin(@Valid @RequestBody NewArchiveUpload wanted) throws IOException {
        return uploads.begin(wanted.fileName(), wanted.sizeBytes(), wanted.modifiedMs());
    }

    /** By its name, size and time a file is known again. */
    record NewArchiveUpload(
            @NotBlank @Size(max = 255) @Pattern(regexp = "\\P{Cntrl}*", message = "must have no control characters")
            String fileName,

            @NotNull @Min(1) Long sizeBytes,
            @NotNull Long modifiedMs) {}

    /** Those of the caller. */
    @GetMapping
    List<ArchiveUploadView> list() throws IOException {
        return uploads.list();
    }

    @GetMapping("/{id}")
    ArchiveUploadView get(@PathVariable UUID id) throws IOException {
        return uploads.get(id);
    }

    /** The next bytes; what came of a chunk that breaks off stays. */
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ArchiveUploadView append(@PathVariable UUID id, @RequestParam long offset, HttpServletRequest request)
            throws IOException {
        return uploads.append(id, offset, request.getInputStream());
    }

    /** A host imports the archive, which must be whole; when it can't, the archive stays for another try. */
    @LongWork(status = 201, result = ImageView.class)
    @PostMapping("/{id}/import")
    ResponseEntity<Object> complete(
            @PathVariable UUID id,
            @Valid @RequestBody ArchiveImport wanted,
            @RequestHeader(name = "Prefer", defaultValue = "") Prefer prefer)
            throws IOException {
        UUID operation = imports.begin(id, wanted.hostId(), wanted.reference());
        return reply.answer(
                operation,
                prefer,
                "/api/v1/operations/" + operation,
                HttpStatus.CREATED,
                done -> images.find(Objects.requireNonNull(done.subjectId())).orElseThrow());
    }

    /**
     * @param hostId which host; null when only one is connected
     * @param reference names its one image, instead of the archive's own names
     */
    record ArchiveImport(
            @Nullable UUID hostId,
            @Nullable @Size(max = 512) String reference) {}

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void discard(@PathVariable UUID id) {
        uploads.discard(id);
    }
}
