package dev.gantry.server.image;

import dev.gantry.server.platform.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Images as archives to take away. */
@RestController
class ImageArchiveController {
    private static final Logger LOG = LoggerFactory.getLogger(ImageArchiveController.class);
    private static final String TAR = "application/x-tar";
    private static final int LONGEST_NAME = 100;

    private final Images images;
    private final ImageDownload downloads;

    ImageArchiveController(Images images, ImageDownload downloads) {
        this.images = images;
        this.downloads = downloads;
    }

    /** An OCI image layout and a docker save archive in one, written as fast as the reader takes it. */
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = TAR, schema = @Schema(type = "string", format = "binary")))
    @GetMapping(path = "/api/v1/images/{digest}/archive", produces = TAR)
    void archive(@PathVariable String digest, @RequestParam @Nullable UUID hostId, HttpServletResponse response)
            throws CloseNowException {
        ImageView image = images.find(digest);
        try (ImageDownload.Open open = downloads.open(image, hostId)) {
            response.setContentType(TAR);
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("Content-Disposition", "attachment; filename=\"" + fileName(image) + "\"");
            open.copy(response.getOutputStream());
        } catch (IOException e) {
            LOG.info("The archive of image {} broke off: {}", digest, e.getMessage());
            if (response.isCommitted()) {
                throw new CloseNowException("the archive is not complete", e);
            }
            response.reset();
            throw e.getCause() instanceof ProblemException problem ? problem : new UncheckedIOException(e);
        }
    }

    /** "docker.io/team/app:2.0" is saved as team_app_2.0.tar. */
    static String fileName(ImageView image) {
        String name = image.references().stream()
                .findFirst()
                .map(Images::familiar)
                .orElse(image.digest().substring(0, 19));
        String safe = name.replaceAll("[^A-Za-z0-9.-]+", "_");
        return safe.substring(0, Math.min(safe.length(), LONGEST_NAME)) + ".tar";
    }
}
