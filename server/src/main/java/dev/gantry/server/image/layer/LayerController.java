package dev.gantry.server.image.layer;

import dev.gantry.protocol.layer.FileFact;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The layers of one image, and the files of the stack up to each of them. */
@RestController
@RequestMapping("/api/v1/images/{digest}")
class LayerController {
    private final Layers layers;

    LayerController(Layers layers) {
        this.layers = layers;
    }

    @GetMapping("/layers")
    LayersView layers(@PathVariable String digest) {
        return layers.describe(LayersOf.image(digest), digest);
    }

    /** @param number 0 for the lowest layer */
    @GetMapping("/layers/{number}/files")
    FileList files(@PathVariable String digest, @PathVariable int number, @ParameterObject FileQuery query) {
        return layers.files(LayersOf.image(digest), number, query);
    }

    @GetMapping("/history")
    List<FileFact> history(@PathVariable String digest, @RequestParam String path) {
        return layers.history(LayersOf.image(digest), path);
    }

    /** For a build's last step: 422, with the same body, when the image breaks a bound that was given. */
    @ApiResponse(
            responseCode = "422",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = EfficiencyView.class)))
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @GetMapping("/efficiency")
    ResponseEntity<EfficiencyView> efficiency(
            @PathVariable String digest,
            @RequestParam @Nullable Double minEfficiency,
            @RequestParam @Nullable Long maxWastedBytes) {
        EfficiencyView view = layers.efficiency(digest, minEfficiency, maxWastedBytes);
        return ResponseEntity.status(view.passed() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT)
                .body(view);
    }
}
