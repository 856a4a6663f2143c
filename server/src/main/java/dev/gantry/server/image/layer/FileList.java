package dev.gantry.server.image.layer;

import dev.gantry.protocol.layer.FileFact;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some files of a stack of layers. @param next the cursor of the next page, null on the last */
@Schema(name = "LayerFiles")
public record FileList(List<FileFact> items, @Nullable String next) {}
