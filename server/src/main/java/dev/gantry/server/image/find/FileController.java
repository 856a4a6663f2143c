package dev.gantry.server.image.find;

import dev.gantry.server.platform.request.PageQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Files of all images of the fleet. */
@RestController
class FileController {
    private final FileFinder finder;

    FileController(FileFinder finder) {
        this.finder = finder;
    }

    /**
     * @param q part of a path; how it begins, with a slash at its beginning; a pattern with {@code *}, {@code **} and
     *     {@code ?}; or the SHA-256 of a file's bytes
     */
    @GetMapping("/api/v1/files")
    FoundView find(@RequestParam String q, @RequestParam @Nullable Integer limit) {
        return finder.find(
                q,
                PageQuery.of("found files", limit == null ? 100 : limit, null).limit());
    }
}
