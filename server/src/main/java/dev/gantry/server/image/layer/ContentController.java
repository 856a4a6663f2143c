package dev.gantry.server.image.layer;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A file's bytes. They are the image's, so a browser may only save them, never show or run them. */
@RestController
class ContentController {
    private final FileContent content;

    ContentController(FileContent content) {
        this.content = content;
    }

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
        content.send(LayersOf.image(digest), number, path, offset, length, response);
    }
}
