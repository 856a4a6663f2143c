package dev.gantry.engine.image;

import dev.gantry.engine.image.store.Garbage;
import dev.gantry.engine.layer.LayerStore;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.registry.RegistrySource;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Brings in the layers of one image at the same time, each as soon as it comes, whatever lies below it. A layer that
 * another pull is bringing in is waited for, and then is here. The first failure ends all.
 */
final class LayerPulls {
    private final LayerImport layerImport;
    private final Turns<Digest> turns;
    private final ImportProgress progress;

    LayerPulls(LayerImport layerImport, Turns<Digest> turns, ImportProgress progress) {
        this.layerImport = layerImport;
        this.turns = turns;
        this.progress = progress;
    }

    /** @return one for each layer, from the lowest to the highest */
    List<LayerImport.Done> run(String tried, RegistrySource source, RemoteImage image, Garbage.Hold hold)
            throws IOException {
        int count = image.layers().size();
        for (int i = 0; i < count; i++) {
            progress.at(step(i, count), 0, image.layers().get(i).size());
        }
        OpenSources sources = new OpenSources();
        List<Callable<LayerImport.Done>> works = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            works.add(() -> one(number, source, image, hold, sources));
        }
        return SideBySide.run(tried, works, sources::cut);
    }

    private LayerImport.Done one(
            int number, RegistrySource source, RemoteImage image, Garbage.Hold hold, OpenSources sources)
            throws IOException, InterruptedException {
        Descriptor blob = image.layers().get(number);
        Digest diffId = image.imageConfig().diffIds().get(number);
        LayerStore.Archive bytes = () -> sources.add(source.blob(blob));
        String step = step(number, image.layers().size());
        try (Turns<Digest>.Turn turn = turns.take(diffId)) {
            LayerImport.Source from = new LayerImport.Source(diffId, Optional.of(blob.digest()), blob.size(), bytes);
            LayerImport.Done done = layerImport.run(from, hold, n -> progress.at(step, n, blob.size()));
            progress.at(step, blob.size(), blob.size());
            return done;
        }
    }

    private static String step(int number, int count) {
        return "pull layer " + (number + 1) + " of " + count;
    }

    /**
     * The streams of one pull. Whoever waits for a byte can't be interrupted through the threads and programs between, so a
     * pull that ends early closes its streams at their source. Safe for several threads.
     */
    private static final class OpenSources {
        private final List<InputStream> open = new ArrayList<>();
        private boolean over;

        InputStream add(InputStream stream) throws IOException {
            synchronized (this) {
                open.add(stream);
                if (!over) {
                    return stream;
                }
            }
            stream.close();
            return stream;
        }

        /** Closes all, also those that come later. */
        void cut() {
            List<InputStream> all;
            synchronized (this) {
                over = true;
                all = List.copyOf(open);
            }
            for (InputStream stream : all) {
                try {
                    stream.close();
                } catch (IOException e) {
                    // What was read from it is thrown away anyway.
                    continue;
                }
            }
        }
    }
}
