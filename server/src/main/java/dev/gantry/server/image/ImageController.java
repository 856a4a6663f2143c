package dev.gantry.server.image;

import dev.gantry.server.operation.LongWork;
import dev.gantry.server.operation.OperationReply;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import dev.gantry.server.platform.request.Prefer;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Images for people and scripts. */
@RestController
@RequestMapping("/api/v1/images")
class ImageController {
    private static final String PATH = "/api/v1/images/";

    private final Images images;
    private final ImageQueries queries;
    private final ImagePulls pulls;
    private final ImagePushes pushes;
    private final OperationReply reply;

    ImageController(Images images, ImageQueries queries, ImagePulls pulls, ImagePushes pushes, OperationReply reply) {
        this.pushes = pushes;
        this.images = images;
        this.pulls = pulls;
        this.queries = queries;
        this.reply = reply;
    }

    @GetMapping
    Page<ImageView> list(
            @RequestParam @Nullable String q,
            @RequestParam @Nullable UUID hostId,
            @RequestParam @Nullable Boolean unused,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        return queries.list(q, hostId, unused, PageQuery.of("images", limit, cursor));
    }

    @GetMapping("/{digest}")
    ImageView.Detail get(@PathVariable String digest) {
        return queries.detail(digest).orElseThrow(() -> ImageQueries.notFound(digest));
    }

    @LongWork(status = 201, result = ImageView.class)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    @PostMapping(consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<Object> upload(
            @RequestParam @Nullable UUID hostId,
            @RequestParam @Nullable String reference,
            @RequestHeader(name = "Prefer", defaultValue = "") Prefer prefer,
            HttpServletRequest request)
            throws IOException {
        UUID operation = images.upload(hostId, reference, request.getContentLengthLong(), request.getInputStream());
        return reply.answer(
                operation,
                prefer,
                "/api/v1/operations/" + operation,
                HttpStatus.CREATED,
                done -> images.find(Objects.requireNonNull(done.subjectId())));
    }

    @LongWork(status = 201, result = ImageView.class)
    @PostMapping(path = "/pull", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> pull(
            @Valid @org.springframework.web.bind.annotation.RequestBody Pull wanted,
            @RequestHeader(name = "Prefer", defaultValue = "") Prefer prefer) {
        UUID operation = pulls.pull(
                wanted.reference(), wanted.platform(), Objects.requireNonNullElse(wanted.hostIds(), List.of()));
        return reply.answer(
                operation,
                prefer,
                "/api/v1/operations/" + operation,
                HttpStatus.CREATED,
                done -> images.find(Objects.requireNonNull(done.subjectId())));
    }

    /**
     * @param platform for which, as in "linux/arm/v7" or "windows(10.0.20348)/amd64"; null for each host's own
     * @param hostIds where to; none for every host that is connected
     */
    @Schema(name = "ImagePull")
    record Pull(
            @NotNull @Size(max = 512) String reference,
            @Nullable @Size(max = 128) String platform,
            @Nullable @Size(max = 1000) List<@NotNull UUID> hostIds) {}

    @LongWork(status = 200, result = ImageView.class)
    @PostMapping(path = "/{digest}/push", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> push(
            @PathVariable String digest,
            @Valid @org.springframework.web.bind.annotation.RequestBody Push wanted,
            @RequestHeader(name = "Prefer", defaultValue = "") Prefer prefer) {
        return reply.answer(
                pushes.push(digest, wanted.reference(), wanted.hostId()),
                prefer,
                PATH + digest,
                HttpStatus.OK,
                done -> images.find(digest));
    }

    /** @param hostId which host sends it; null for any that has it */
    @Schema(name = "ImagePush")
    record Push(
            @NotNull @Size(max = 512) String reference,
            @Nullable UUID hostId) {}

    /** @param force also when several names lead to it; a container that uses it is a reason to refuse in any case */
    @DeleteMapping("/{digest}")
    @LongWork(status = 204)
    ResponseEntity<Object> remove(
            @PathVariable String digest,
            @RequestParam @Nullable UUID hostId,
            @RequestParam(defaultValue = "false") boolean force,
            @RequestHeader(name = "Prefer", defaultValue = "") Prefer prefer) {
        return reply.answer(
                images.remove(digest, hostId, force), prefer, PATH + digest, HttpStatus.NO_CONTENT, done -> null);
    }
}
