package dev.gantry.engine.image.store;

import dev.gantry.engine.layer.LayerStore;
import dev.gantry.oci.digest.Digest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an image's file says; it never changes. Its names are kept elsewhere.
 *
 * @param layers from the lowest to the highest
 * @param indexes that led to the manifest when it was pulled, so that its other platforms can be pulled later; records
 *     of imports have none
 */
public record ImageRecord(Digest manifest, Digest config, List<Layer> layers, Optional<List<Digest>> indexes) {
    public ImageRecord {
        layers = List.copyOf(layers);
        indexes = indexes.map(List::copyOf);
    }

    /** @param blob the layer as the manifest lists it */
    public record Layer(Digest diffId, Digest blob, long sizeBytes) {}

    public List<Digest> diffIds() {
        return layers.stream().map(Layer::diffId).toList();
    }

    /** All content that the image is made of. */
    public List<Digest> blobs() {
        Stream<Digest> documents =
                Stream.concat(Stream.of(manifest, config), indexes.stream().flatMap(List::stream));
        return Stream.concat(documents, layers.stream().map(Layer::blob)).toList();
    }

    /** All that lies on the disk for the image; what another image needs as well lies there once. */
    public Set<Piece> pieces() {
        Set<Piece> pieces = new LinkedHashSet<>();
        pieces.add(Piece.record(manifest));
        blobs().forEach(digest -> pieces.add(Piece.content(digest)));
        diffIds().forEach(diffId -> pieces.add(Piece.layer(diffId)));
        pieces.add(Piece.layer(LayerStore.mendId(diffIds())));
        return pieces;
    }
}
