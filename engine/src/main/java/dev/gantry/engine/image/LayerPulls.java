package dev.gantry.engine.image;

import dev.gantry.engine.image.store.Garbage;
import dev.gantry.engine.layer.LayerStore;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.RegistrySource;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Brings in the layers of one image at the same time, each as soon as it comes, whatever lies below it. A layer that
 * another pull is bringing in is waited for, and then is here. The first failure ends all.
 */
final class LayerPulls {
    private static final int AT_ONCE = 4;

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
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(AT_ONCE, count)), work -> {
            Thread thread = new Thread(work, "layer-pull");
            thread.setDaemon(true);
            return thread;
        });
        OpenSources sources = new OpenSources();
        try {
            CompletionService<LayerImport.Done> service = new ExecutorCompletionService<>(threads);
            List<Future<LayerImport.Done>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                all.add(service.submit(() -> one(number, source, image, hold, sources)));
            }
            for (int i = 0; i < count; i++) {
                service.take().get();
            }
            return all.stream().map(LayerPulls::done).toList();
        } catch (InterruptedException e) {
            end(threads, sources);
            Thread.currentThread().interrupt();
            throw new RefusedException(
                    RefusalCode.CANCELLED, tried, "it was cancelled", "start it again if it is still wanted");
        } catch (ExecutionException e) {
            end(threads, sources);
            throw failure(e);
        } finally {
            end(threads, sources);
        }
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

    private static LayerImport.Done done(Future<LayerImport.Done> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new CompletionException(e);
        }
    }

    private static RuntimeException failure(ExecutionException failed) throws IOException {
        if (failed.getCause() instanceof IOException e) {
            throw e;
        }
        if (failed.getCause() instanceof RuntimeException e) {
            throw e;
        }
        throw new CompletionException(failed.getCause());
    }

    /** Returns only when no thread writes any more, so that whatever they made can be removed. */
    private static void end(ExecutorService threads, OpenSources sources) {
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            sources.cut();
            threads.shutdownNow();
            try {
                boolean unused = threads.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
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
