package dev.gantry.server.image.compare;

import dev.gantry.server.image.layer.FileQuery;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** One image compared with another; both may be on any host or in the registry. */
@RestController
@RequestMapping("/api/v1/images/{digest}/comparison")
class ComparisonController {
    private final Comparisons comparisons;

    ComparisonController(Comparisons comparisons) {
        this.comparisons = comparisons;
    }

    /** @param with the digest of the other image, which counts as the later one */
    @GetMapping
    ComparisonView describe(@PathVariable String digest, @RequestParam String with) {
        return comparisons.describe(digest, with);
    }

    /** Without marks: all that was added, modified and removed. */
    @GetMapping("/files")
    ComparedFile.Page files(@PathVariable String digest, @RequestParam String with, @ParameterObject FileQuery query) {
        return comparisons.files(digest, with, query);
    }

    @GetMapping("/file")
    ComparedFile file(@PathVariable String digest, @RequestParam String with, @RequestParam String path) {
        return comparisons.file(digest, with, path);
    }

    /** For files of at most 512 KiB. */
    @GetMapping("/text")
    TextDifference text(@PathVariable String digest, @RequestParam String with, @RequestParam String path) {
        return comparisons.text(digest, with, path);
    }
}
