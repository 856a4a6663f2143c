package dev.gantry.engine.image.store;

import dev.gantry.engine.disk.ContentStore;
import dev.gantry.engine.disk.Ingest;
import dev.gantry.engine.layer.LayerStore;
import dev.gantry.oci.digest.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes what no image needs. An import under way holds what it found or made, so that a removal at the same time
 * does not take it away; after a crash nothing is held.
 */
public final class Garbage {
    private final ImageStore images;
    private final ContentStore content;
    private final LayerStore layers;
    private final Ingest ingest;
    private final List<Hold> holds = new ArrayList<>();

    public Garbage(ImageStore images, ContentStore content, LayerStore layers, Ingest ingest) {
        this.ingest = ingest;
        this.images = images;
        this.content = content;
        this.layers = layers;
    }

    /** What one import needs before its image is there. Letting go removes what nobody needs after all. */
    public final class Hold implements AutoCloseable {
        private final Set<Digest> blobs = new HashSet<>();
        private final Set<Digest> diffIds = new HashSet<>();

        public void blob(Digest digest) {
            synchronized (Garbage.this) {
                blobs.add(digest);
            }
        }

        public void layer(Digest diffId) {
            synchronized (Garbage.this) {
                diffIds.add(diffId);
            }
        }

        @Override
        public void close() {
            try (Ingest.Trash trash = ingest.trash()) {
                synchronized (Garbage.this) {
                    holds.remove(this);
                    sweep(blobs, diffIds, trash);
                }
            }
        }
    }

    public synchronized Hold hold() {
        Hold hold = new Hold();
        holds.add(hold);
        return hold;
    }

    /** Removes what an image that is no more needed, unless another one does. */
    public void sweepAfter(ImageRecord removed) {
        List<Digest> diffIds = new ArrayList<>(removed.diffIds());
        diffIds.add(LayerStore.mendId(removed.diffIds()));
        try (Ingest.Trash trash = ingest.trash()) {
            sweep(removed.blobs(), diffIds, trash);
        }
    }

    /** Looks at all there is. */
    public void collect() {
        if (!images.isDamaged()) {
            try (Ingest.Trash trash = ingest.trash()) {
                sweep(content.list(), layers.list(), trash);
            }
        }
    }

    /** What is not needed goes to the trash at once; emptying it takes long and is done without the lock. */
    private synchronized void sweep(Collection<Digest> blobs, Collection<Digest> diffIds, Ingest.Trash trash) {
        Set<Digest> neededBlobs = new HashSet<>();
        Set<Digest> neededLayers = new HashSet<>();
        for (ImageRecord record : images.records()) {
            neededBlobs.addAll(record.blobs());
            neededLayers.addAll(record.diffIds());
            neededLayers.add(LayerStore.mendId(record.diffIds()));
        }
        for (Hold hold : holds) {
            neededBlobs.addAll(hold.blobs);
            neededLayers.addAll(hold.diffIds);
        }
        diffIds.stream().filter(id -> !neededLayers.contains(id)).forEach(id -> layers.remove(id, trash));
        blobs.stream().filter(digest -> !neededBlobs.contains(digest)).forEach(digest -> content.remove(digest, trash));
    }
}
