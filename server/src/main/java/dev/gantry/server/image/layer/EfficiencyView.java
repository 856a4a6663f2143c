package dev.gantry.server.image.layer;

import dev.gantry.protocol.layer.LayersFact;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * Whether an image keeps a rule.
 *
 * @param broken sentences, one for each bound that is not kept
 * @param worst the paths that waste most, the worst first
 */
@Schema(name = "ImageEfficiency")
record EfficiencyView(
        boolean passed, double efficiency, long wastedBytes, List<String> broken, List<LayersFact.WastedPath> worst) {}
