package dev.gantry.server.image.layer;

import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.layer.FileFact;
import dev.gantry.protocol.layer.FilePage;
import dev.gantry.protocol.layer.LayerChange;
import dev.gantry.protocol.layer.LayersFact;
import dev.gantry.server.image.ImageQueries;
import dev.gantry.server.platform.request.PageQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Layers and files in the words of the API. */
@Component
public class Layers {
    private static final int WORST = 20;

    private final LayerAsk ask;
    private final ImageQueries images;

    Layers(LayerAsk ask, ImageQueries images) {
        this.ask = ask;
        this.images = images;
    }

    /** @param digest of the image that is looked into, or that the container is of */
    public LayersView describe(LayersOf of, String digest) {
        LayersFact fact = ask.layers(of, WORST);
        Map<String, List<ImageQueries.Named>> sharing = images.sharing(
                digest, fact.layers().stream().map(LayerChange::diffId).toList());
        return new LayersView(
                digest,
                fact.layers().stream()
                        .map(layer -> view(layer, sharing.getOrDefault(layer.diffId(), List.of())))
                        .toList(),
                fact.efficiency(),
                fact.wastedBytes(),
                fact.worst());
    }

    private static LayersView.LayerView view(LayerChange layer, List<ImageQueries.Named> sharedWith) {
        return new LayersView.LayerView(
                layer.number(),
                layer.diffId(),
                layer.sizeBytes(),
                layer.createdBy(),
                layer.createdAt(),
                layer.files(),
                layer.bytes(),
                layer.added(),
                layer.addedBytes(),
                layer.modified(),
                layer.modifiedBytes(),
                layer.removed(),
                layer.removedBytes(),
                sharedWith);
    }

    public FileList files(LayersOf of, int layer, FileQuery query) {
        PageQuery page = PageQuery.of("files", query.limit(), query.cursor());
        FilePage found = ask.files(
                of,
                new RequestBody.ListFiles(
                        of.onLink(),
                        layer,
                        Objects.requireNonNullElse(query.path(), ""),
                        Boolean.TRUE.equals(query.below()),
                        Objects.requireNonNullElse(query.q(), ""),
                        names(query.kind()),
                        names(query.mark()),
                        Objects.requireNonNullElse(query.minBytes(), 0L),
                        Objects.requireNonNullElse(page.after(), ""),
                        page.limit()));
        List<FileFact> files = found.files();
        return new FileList(
                files,
                found.more() && !files.isEmpty()
                        ? page.cursor(files.get(files.size() - 1).path())
                        : null);
    }

    private static List<String> names(@Nullable List<? extends Enum<?>> values) {
        return values == null ? List.of() : values.stream().map(Enum::name).toList();
    }

    public List<FileFact> history(LayersOf of, String path) {
        return ask.history(of, path).files();
    }

    /** How many bytes a file has as a layer left it; empty when there is no such file. */
    OptionalLong size(LayersOf of, int layer, String path) {
        return history(of, path).stream()
                .filter(file -> file.layer() <= layer && !file.mark().equals(FileQuery.Mark.REMOVED.name()))
                .mapToLong(FileFact::sizeBytes)
                .reduce((lower, higher) -> higher);
    }

    /** @param minEfficiency 0 to 1, or null for no such bound */
    EfficiencyView efficiency(String digest, @Nullable Double minEfficiency, @Nullable Long maxWastedBytes) {
        LayersFact fact = ask.layers(LayersOf.image(digest), WORST);
        List<String> broken = new ArrayList<>();
        if (minEfficiency != null && fact.efficiency() < minEfficiency) {
            broken.add(String.format(
                    Locale.ROOT,
                    "The efficiency is %.4f and must be at least %.4f.",
                    fact.efficiency(),
                    minEfficiency));
        }
        if (maxWastedBytes != null && fact.wastedBytes() > maxWastedBytes) {
            broken.add("The layers waste " + fact.wastedBytes() + " bytes and may waste " + maxWastedBytes + ".");
        }
        return new EfficiencyView(broken.isEmpty(), fact.efficiency(), fact.wastedBytes(), broken, fact.worst());
    }
}
