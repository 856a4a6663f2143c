package dev.gantry.agent.report;

import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.reference.Reference;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.protocol.facts.ImageFact.ConfigFact;
import dev.gantry.protocol.facts.ImageFact.LayerFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The engine's images in the server's words. */
public final class ImageFacts {
    /** A longer command is cut: it is there to be looked at. In characters. */
    private static final int LONGEST_COMMAND = 1000;

    private ImageFacts() {}

    public static ImageFact of(Image image) {
        ImageConfig config = image.config();
        return new ImageFact(
                image.digest().toString(),
                image.configDigest().toString(),
                image.names().stream().map(Reference::toString).toList(),
                config.platform().os(),
                config.platform().architecture(),
                config.platform().variant().orElse(null),
                config.platform().osVersion().orElse(null),
                image.sizeBytes(),
                config.created().map(Instant::toString).orElse(null),
                layers(image),
                config(config.process()));
    }

    /** History says more than layers do: entries that made no layer are left out, the others are in the layers' order. */
    private static List<LayerFact> layers(Image image) {
        Iterator<ImageConfig.History> history = image.config().history().stream()
                .filter(entry -> !entry.emptyLayer())
                .iterator();
        List<LayerFact> layers = new ArrayList<>();
        for (Image.Layer layer : image.layers()) {
            String command = history.hasNext() ? history.next().createdBy().orElse(null) : null;
            layers.add(new LayerFact(layer.diffId().toString(), layer.sizeBytes(), cut(command)));
        }
        return layers;
    }

    private static @Nullable String cut(@Nullable String command) {
        return command == null || command.length() <= LONGEST_COMMAND
                ? command
                : command.substring(0, LONGEST_COMMAND) + "…";
    }

    private static ConfigFact config(ImageConfig.Process process) {
        return new ConfigFact(
                process.entrypoint(),
                process.command(),
                process.env(),
                process.workingDir().orElse(null),
                process.user().orElse(null),
                process.exposedPorts(),
                process.labels(),
                process.stopSignal().orElse(null));
    }
}
