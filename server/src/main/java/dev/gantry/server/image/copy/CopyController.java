package dev.gantry.server.image.copy;

import dev.gantry.server.image.ImageQueries;
import dev.gantry.server.image.ImageView;
import dev.gantry.server.operation.LongWork;
import dev.gantry.server.operation.OperationReply;
import dev.gantry.server.platform.request.Prefer;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Copies from host to host. */
@RestController
class CopyController {
    private final Copies copies;
    private final ImageQueries images;
    private final OperationReply reply;

    CopyController(Copies copies, ImageQueries images, OperationReply reply) {
        this.copies = copies;
        this.images = images;
        this.reply = reply;
    }

    @LongWork(status = 200, result = ImageView.class)
    @PostMapping("/api/v1/images/{digest}/copy")
    ResponseEntity<Object> copy(
            @PathVariable String digest,
            @Valid @RequestBody Copy wanted,
            @RequestHeader(name = "Prefer", defaultValue = "") Prefer prefer) {
        return reply.answer(
                copies.copy(digest, wanted.hostId(), wanted.fromHostId()),
                prefer,
                "/api/v1/images/" + digest,
                HttpStatus.OK,
                done -> images.find(digest).orElseThrow(() -> ImageQueries.notFound(digest)));
    }

    /**
     * @param hostId where to
     * @param fromHostId which host sends it; null for any that has it
     */
    @Schema(name = "ImageCopy")
    record Copy(@NotNull UUID hostId, @Nullable UUID fromHostId) {}
}
