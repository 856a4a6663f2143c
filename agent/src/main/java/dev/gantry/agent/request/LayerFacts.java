package dev.gantry.agent.request;

import dev.gantry.engine.image.look.ImageLayers;
import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.stack.Item;
import dev.gantry.oci.stack.Totals;
import dev.gantry.oci.stack.Waste;
import dev.gantry.oci.tar.PathText;
import dev.gantry.protocol.layer.FileFact;
import dev.gantry.protocol.layer.LayerChange;
import dev.gantry.protocol.layer.LayersFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Layers and their files in the server's words. */
final class LayerFacts {
    /** A longer command is cut: it is there to be looked at. In characters. */
    private static final int LONGEST_COMMAND = 4000;

    private LayerFacts() {}

    /** @param check called between layers; throws when nobody wants the answer any more */
    static LayersFact of(ImageLayers layers, Runnable check, int worst) {
        Image image = layers.image();
        Iterator<ImageConfig.History> history = image.config().history().stream()
                .filter(entry -> !entry.emptyLayer())
                .iterator();
        List<LayerChange> changes = new ArrayList<>();
        for (int i = 0; i < layers.count(); i++) {
            check.run();
            Optional<ImageConfig.History> made = history.hasNext() ? Optional.of(history.next()) : Optional.empty();
            Totals totals = layers.stack(i).totals();
            changes.add(
                    change(i < image.layers().size() ? image.layers().get(i) : null, layers.index(i), i, made, totals));
        }
        check.run();
        Waste waste = LayerWorks.waste(layers, worst);
        return new LayersFact(
                changes,
                waste.efficiency(),
                waste.wastedBytes(),
                waste.worst().stream()
                        .map(path ->
                                new LayersFact.WastedPath(PathText.of(path.path()), path.wastedBytes(), path.layers()))
                        .toList());
    }

    private static LayerChange change(
            Image.@Nullable Layer layer,
            LayerIndex index,
            int number,
            Optional<ImageConfig.History> made,
            Totals totals) {
        return new LayerChange(
                number,
                layer == null ? "" : layer.diffId().toString(),
                layer == null ? index.bytes(0) : layer.sizeBytes(),
                made.flatMap(ImageConfig.History::createdBy)
                        .map(command -> command.length() <= LONGEST_COMMAND
                                ? command
                                : command.substring(0, LONGEST_COMMAND) + "…")
                        .orElse(null),
                made.flatMap(ImageConfig.History::created)
                        .map(Instant::toString)
                        .orElse(null),
                totals.files(),
                totals.bytes(),
                totals.added(),
                totals.addedBytes(),
                totals.modified(),
                totals.modifiedBytes(),
                totals.removed(),
                totals.removedBytes());
    }

    static FileFact of(Item item) {
        var entry = item.entry();
        Totals totals = item.totals();
        return new FileFact(
                PathText.of(entry.path()),
                item.mark().name(),
                entry.kind().name(),
                item.layer(),
                item.size(),
                Integer.toOctalString(entry.mode()),
                entry.uid(),
                entry.gid(),
                entry.mtime(),
                entry.link().isEmpty() ? null : PathText.of(entry.link()),
                entry.content().map(Digest::toString).orElse(null),
                totals.files(),
                totals.added(),
                totals.modified(),
                totals.removed(),
                totals.addedBytes() + totals.modifiedBytes());
    }
}
