package dev.gantry.server.image.assemble;

import dev.gantry.protocol.RequestBody.ChosenLayer;
import dev.gantry.server.image.ImageView;
import dev.gantry.server.image.layer.FileList;
import dev.gantry.server.image.layer.FileQuery;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** New images of layers that there are: shown before, then made. */
@RestController
@RequestMapping("/api/v1/images/assembly")
class AssemblyController {
    private static final String DIGEST = "sha256:[0-9a-f]{64}";

    private final Assemblies assemblies;

    AssemblyController(Assemblies assemblies) {
        this.assemblies = assemblies;
    }

    /** @param layers {@code sha256:…@0,sha256:…@3}: images and numbers of their layers, from the lowest to the highest */
    @GetMapping
    AssemblyView preview(@RequestParam String layers) {
        return assemblies.preview(ChosenLayers.parse(layers));
    }

    /** @param number the layers up to this one, 0 for the lowest */
    @GetMapping("/files")
    FileList files(@RequestParam String layers, @RequestParam int number, @ParameterObject FileQuery query) {
        return assemblies.files(ChosenLayers.parse(layers), number, query);
    }

    /** Takes no time to speak of: nothing of a layer is read or written. */
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ImageView make(@Valid @RequestBody Wanted wanted) {
        List<ChosenLayer> layers = wanted.layers().stream()
                .map(each -> new ChosenLayer(each.image(), each.layer()))
                .toList();
        return assemblies.make(ChosenLayers.checked(layers), wanted.configOf(), wanted.reference(), wanted.hostId());
    }

    /**
     * @param layers from the lowest to the highest
     * @param configOf the image of which the new one takes how it is run
     * @param hostId where; null for any connected host that has all of the images
     */
    @Schema(name = "NewAssembly")
    record Wanted(
            @NotNull @Size(max = 512) String reference,
            @NotNull @Size(min = 1, max = 127) List<@NotNull @Valid Choice> layers,

            @NotNull @Pattern(regexp = DIGEST, message = "must be a digest: sha256: and 64 lower-case hex digits")
            String configOf,

            @Nullable UUID hostId) {}

    /** @param layer 0 for the image's lowest */
    @Schema(name = "ChosenLayer")
    record Choice(
            @NotNull @Pattern(regexp = DIGEST, message = "must be a digest: sha256: and 64 lower-case hex digits")
            String image,

            @Min(0) int layer) {}
}
