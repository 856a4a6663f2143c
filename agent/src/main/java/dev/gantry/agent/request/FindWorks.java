package dev.gantry.agent.request;

import dev.gantry.engine.Engine;
import dev.gantry.engine.image.look.ImageLayers;
import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.index.FileSearch;
import dev.gantry.oci.index.IndexEntry;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.stack.Stack;
import dev.gantry.oci.tar.PathText;
import dev.gantry.protocol.RequestBody.FindFiles;
import dev.gantry.protocol.layer.FoundFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds files in all images of the host: each layer is gone through once, however many images share it. */
final class FindWorks {
    private final Engine engine;

    FindWorks(Engine engine) {
        this.engine = engine;
    }

    /** One layer that several images may have. */
    private static final class Searched {
        private final LayerIndex index;
        private final List<Place> places = new ArrayList<>();

        Searched(LayerIndex index) {
            this.index = index;
        }
    }

    private record Place(String image, int layer, Stack stack) {}

    FoundFiles find(FindFiles wanted, Task task) {
        String content = wanted.content();
        FileSearch search =
                content == null ? FileSearch.byPath(wanted.text()) : FileSearch.byContent(Digest.parse(content));
        int limit = Math.max(1, wanted.limit());
        List<FoundFiles.Found> found = new ArrayList<>();
        for (Map.Entry<Digest, Searched> layer : layers(task).entrySet()) {
            task.check();
            Searched searched = layer.getValue();
            for (int ordinal : search.in(searched.index, Integer.MAX_VALUE)) {
                Optional<FoundFiles.Found> file = found(layer.getKey(), searched, ordinal);
                if (file.isPresent() && found.size() == limit) {
                    return new FoundFiles(found, true);
                }
                file.ifPresent(found::add);
            }
        }
        return new FoundFiles(found, false);
    }

    private Map<Digest, Searched> layers(Task task) {
        Map<Digest, Searched> layers = new LinkedHashMap<>();
        for (Image image : engine.images()) {
            task.check();
            Optional<ImageLayers> looked = look(image);
            if (looked.isEmpty() || looked.get().count() == 0) {
                continue;
            }
            Stack stack = looked.get().stack(looked.get().count() - 1);
            for (int i = 0; i < looked.get().count(); i++) {
                LayerIndex index = looked.get().index(i);
                layers.computeIfAbsent(image.layers().get(i).diffId(), diffId -> new Searched(index))
                        .places
                        .add(new Place(image.digest().toString(), i, stack));
            }
        }
        return layers;
    }

    /** Empty when somebody removed it just now. */
    private Optional<ImageLayers> look(Image image) {
        try {
            return Optional.of(engine.layers(image.digest()));
        } catch (RefusedException e) {
            if (e.code() == RefusalCode.IMAGE_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Empty when no image shows it. */
    private static Optional<FoundFiles.Found> found(Digest diffId, Searched layer, int ordinal) {
        IndexEntry entry = layer.index.entry(ordinal);
        List<FoundFiles.InImage> images = layer.places.stream()
                .filter(place -> place.stack().shows(entry.path(), place.layer()))
                .map(place -> new FoundFiles.InImage(place.image(), place.layer()))
                .toList();
        if (images.isEmpty()) {
            return Optional.empty();
        }
        IndexEntry file = layer.index.file(ordinal).orElse(entry);
        return Optional.of(new FoundFiles.Found(
                PathText.of(entry.path()),
                entry.kind().name(),
                diffId.toString(),
                file.size(),
                Integer.toOctalString(file.mode()),
                file.uid(),
                file.gid(),
                entry.link().isEmpty() ? null : PathText.of(entry.link()),
                file.content().map(Digest::toString).orElse(null),
                images));
    }
}
