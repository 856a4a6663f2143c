package dev.gantry.engine.image.usage;

import dev.gantry.engine.disk.DataRoot;
import dev.gantry.engine.image.store.ImageRecord;
import dev.gantry.engine.image.store.Piece;
import dev.gantry.engine.kernel.file.DiskUse;
import dev.gantry.engine.layer.LayerSizes;
import dev.gantry.oci.digest.Digest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Measures what lies on the disk for images. */
public final class PieceSizes {
    private final DataRoot root;
    private final LayerSizes layers;

    public PieceSizes(DataRoot root) {
        this.root = root;
        this.layers = new LayerSizes(root);
    }

    /** @return bytes as du(1) reckons them; 0 for what is not there */
    public long bytes(Piece piece) {
        return switch (piece.kind()) {
            case CONTENT -> DiskUse.of(root.blob(piece.digest()));
            case LAYER -> layers.bytes(piece.digest());
            case RECORD -> DiskUse.of(root.image(piece.digest()));
        };
    }

    /** Measures each piece once, and says which image needs which. */
    public Sharing sharing(Collection<ImageRecord> records) {
        Map<Piece, Long> bytes = new LinkedHashMap<>();
        Map<Digest, Set<Piece>> images = new LinkedHashMap<>();
        for (ImageRecord record : records) {
            Set<Piece> pieces = record.pieces();
            pieces.forEach(piece -> bytes.computeIfAbsent(piece, this::bytes));
            images.put(record.manifest(), pieces);
        }
        return new Sharing(images, bytes);
    }
}
