package dev.gantry.server.image.layer;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A file's bytes. They are the image's, so a browser may only save them, never show or run them. */
@RestController
class ContentController {
    private static final Logger LOG = LoggerFactory.getLogger(ContentController.class);
    private static final int CHUNK = 64 << 10;

    private final LayerAsk ask;
    private final Layers layers;

    ContentController(LayerAsk ask, Layers layers) {
        this.ask = ask;
        this.layers = layers;
    }

    /** Written on the request's own thread, as fast as the reader takes it. */
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    @GetMapping("/api/v1/images/{digest}/layers/{number}/content")
    void content(
            @PathVariable String digest,
            @PathVariable int number,
            @RequestParam String path,
            @RequestParam(defaultValue = "0") long offset,
            @RequestParam @Nullable Long length,
            HttpServletResponse response) {
        if (offset < 0 || (length != null && length < 0)) {
            throw new ProblemException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Read the file " + path + " of image " + digest,
                    "offset and length can't be negative",
                    "Give both in bytes, or leave them out.");
        }
        OptionalLong size = layers.size(digest, number, path);
        try (LayerAsk.Open open = ask.open(digest, number, path, offset, length)) {
            // The first bytes, or the failure, before the status: a file that can't be read is no empty file.
            byte[] chunk = new byte[CHUNK];
            int count = open.stream().input().read(chunk);
            headers(response, path);
            size.ifPresent(all -> {
                long left = Math.max(0, all - offset);
                response.setContentLengthLong(length == null ? left : Math.min(left, length));
            });
            while (count >= 0) {
                response.getOutputStream().write(chunk, 0, count);
                count = open.stream().input().read(chunk);
            }
            response.flushBuffer();
        } catch (IOException e) {
            LOG.debug("The file {} of image {} broke off: its reader or its host has gone", path, digest, e);
            abort(response, path);
        }
    }

    /** An answer that has begun has told its length and ends with its connection, so a part is not taken for the whole. */
    private static void abort(HttpServletResponse response, String path) {
        if (!response.isCommitted()) {
            response.reset();
            throw new ProblemException(
                    ErrorCode.HOST_UNREACHABLE,
                    "Read the file " + path,
                    "the host's stream broke off",
                    "Try again; if it breaks again, look at the agent's log on the host.");
        }
    }

    private static void headers(HttpServletResponse response, String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        response.setHeader("Cache-Control", "private, no-store");
        response.setHeader("Connection", "close");
        response.setHeader(
                "Content-Disposition",
                ContentDisposition.attachment()
                        .filename(name.isEmpty() ? "file" : name, StandardCharsets.UTF_8)
                        .build()
                        .toString());
    }
}
