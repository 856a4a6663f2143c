package dev.gantry.server.image.assemble;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.protocol.RequestBody.ChosenLayer;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Layers as an address holds them: {@code sha256:…@0,sha256:…@3}, from the lowest to the highest. */
final class ChosenLayers {
    /** As many as overlayfs stacks on every kernel. */
    private static final int MOST = 127;

    private ChosenLayers() {}

    static List<ChosenLayer> parse(String text) {
        List<ChosenLayer> layers = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            int at = each.lastIndexOf('@');
            try {
                layers.add(new ChosenLayer(
                        Digest.parse(each.substring(0, Math.max(0, at))).toString(),
                        Integer.parseUnsignedInt(each.substring(at + 1))));
            } catch (RefusedException | NumberFormatException e) {
                throw invalid("\"" + each + "\" is no layer");
            }
        }
        return checked(layers);
    }

    static List<ChosenLayer> checked(List<ChosenLayer> layers) {
        if (layers.isEmpty() || layers.size() > MOST) {
            throw invalid("there are " + layers.size() + " layers");
        }
        return layers;
    }

    /** Each image once, in the order of the choice. @param more further images */
    static List<String> images(List<ChosenLayer> layers, String... more) {
        return Stream.concat(layers.stream().map(ChosenLayer::image), Stream.of(more))
                .distinct()
                .toList();
    }

    static ProblemException invalid(String why) {
        return new ProblemException(
                ErrorCode.VALIDATION_FAILED,
                "Put layers together",
                why,
                "Name 1 to " + MOST + " layers by their image's digest and their number, 0 for the lowest.",
                Map.of("layers", "must hold 1 to " + MOST + " layers, each as in sha256:…@0"));
    }
}
