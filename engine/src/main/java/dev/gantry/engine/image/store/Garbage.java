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
                    Set<Piece> unused = sweep(blobs, diffIds, trash);
                }
            }
        }
    }

    public synchronized Hold hold() {
        Hold hold = new Hold();
        holds.add(hold);
        return hold;
    }

    /**
     * Removes what images that are no more needed, unless another one does.
     *
     * @return what went; nothing while an image's record can't be read, because nobody knows what that one needs
     */
    public Set<Piece> sweepAfter(Collection<ImageRecord> removed) {
        if (images.isDamaged()) {
            return Set.of();
        }
        Set<Digest> blobs = new HashSet<>();
        Set<Digest> diffIds = new HashSet<>();
        for (ImageRecord record : removed) {
            blobs.addAll(record.blobs());
            diffIds.addAll(record.diffIds());
            diffIds.add(LayerStore.mendId(record.diffIds()));
        }
        try (Ingest.Trash trash = ingest.trash()) {
            return sweep(blobs, diffIds, trash);
        }
    }

    /** What imports, pulls and savings under way hold, whether an image needs it or not. */
    public synchronized Set<Piece> held() {
        Set<Piece> held = new HashSet<>();
        for (Hold hold : holds) {
            hold.blobs.forEach(digest -> held.add(Piece.content(digest)));
            hold.diffIds.forEach(diffId -> held.add(Piece.layer(diffId)));
        }
        return held;
    }

    /** Looks at all there is. */
    public void collect() {
        if (!images.isDamaged()) {
            try (Ingest.Trash trash = ingest.trash()) {
                Set<Piece> unused = sweep(content.list(), layers.list(), trash);
            }
        }
    }

    /** What is not needed goes to the trash at once; emptying it takes long and is done without the lock. */
    private synchronized Set<Piece> sweep(Collection<Digest> blobs, Collection<Digest> diffIds, Ingest.Trash trash) {
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
        Set<Piece> removed = new HashSet<>();
        diffIds.stream().filter(id -> !neededLayers.contains(id)).forEach(id -> {
            layers.remove(id, trash);
            removed.add(Piece.layer(id));
        });
        blobs.stream().filter(digest -> !neededBlobs.contains(digest)).forEach(digest -> {
            content.remove(digest, trash);
            removed.add(Piece.content(digest));
        });
        return removed;
    }
}
