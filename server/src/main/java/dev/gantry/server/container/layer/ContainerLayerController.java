package dev.gantry.server.container.layer;

import dev.gantry.protocol.layer.FileFact;
import dev.gantry.server.container.ContainerAsk;
import dev.gantry.server.container.ContainerIds;
import dev.gantry.server.container.ContainerView;
import dev.gantry.server.image.ImageView;
import dev.gantry.server.image.layer.FileContent;
import dev.gantry.server.image.layer.FileList;
import dev.gantry.server.image.layer.FileQuery;
import dev.gantry.server.image.layer.Layers;
import dev.gantry.server.image.layer.LayersOf;
import dev.gantry.server.image.layer.LayersView;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The layers of one container, running or not: those of its image, and the one that it writes as the highest. */
@RestController
@RequestMapping("/api/v1/containers/{id}")
class ContainerLayerController {
    private final ContainerAsk containers;
    private final ContainerImages images;
    private final Layers layers;
    private final FileContent content;

    ContainerLayerController(ContainerAsk containers, ContainerImages images, Layers layers, FileContent content) {
        this.containers = containers;
        this.images = images;
        this.layers = layers;
        this.content = content;
    }

    @GetMapping("/layers")
    LayersView layers(@PathVariable UUID id) {
        return layers.describe(of(id), images.digest(id));
    }

    /** @param number 0 for the lowest layer; the highest is what the container wrote */
    @GetMapping("/layers/{number}/files")
    FileList files(@PathVariable UUID id, @PathVariable int number, @ParameterObject FileQuery query) {
        return layers.files(of(id), number, query);
    }

    @GetMapping("/history")
    List<FileFact> history(@PathVariable UUID id, @RequestParam String path) {
        return layers.history(of(id), path);
    }

    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    @GetMapping("/layers/{number}/content")
    void content(
            @PathVariable UUID id,
            @PathVariable int number,
            @RequestParam String path,
            @RequestParam(defaultValue = "0") long offset,
            @RequestParam @Nullable Long length,
            HttpServletResponse response) {
        content.send(of(id), number, path, offset, length, response);
    }

    private LayersOf of(UUID id) {
        ContainerView container = containers.get(id);
        return LayersOf.container(
                ContainerIds.onLink(id),
                container.name(),
                new ImageView.HostRef(container.host().id(), container.host().name()));
    }
}
