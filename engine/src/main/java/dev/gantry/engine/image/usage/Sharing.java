package dev.gantry.engine.image.usage;

import dev.gantry.engine.image.store.Piece;
import dev.gantry.oci.digest.Digest;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which images need which pieces, and what these take. All sizes in bytes on the disk. Pure.
 *
 * @param images pieces by the manifest's digest
 * @param bytes of every piece that is named there
 */
public record Sharing(Map<Digest, Set<Piece>> images, Map<Piece, Long> bytes) {
    public Sharing {
        Map<Digest, Set<Piece>> copy = new LinkedHashMap<>();
        images.forEach((image, pieces) -> copy.put(image, Set.copyOf(pieces)));
        images = copy;
        bytes = Map.copyOf(bytes);
    }

    /** Of all that the image needs, shared or not; 0 when there is no such image. */
    public long size(Digest image) {
        return sum(pieces(image));
    }

    /** Of what no other image needs. */
    public long unique(Digest image) {
        return freed(Set.of(image), Set.of());
    }

    /**
     * What comes back when these images go: a piece that an image needs which stays does not, one that several of them
     * share comes back once.
     *
     * @param held pieces that somebody needs although no image says so
     */
    public long freed(Collection<Digest> going, Set<Piece> held) {
        Set<Digest> gone = new HashSet<>(going);
        Set<Piece> free = new HashSet<>();
        gone.forEach(image -> free.addAll(pieces(image)));
        images.forEach((image, pieces) -> {
            if (!gone.contains(image)) {
                free.removeAll(pieces);
            }
        });
        free.removeAll(held);
        return sum(free);
    }

    /** Other images that have pieces in common with this one, and how much that is; who shares most comes first. */
    public Map<Digest, Long> sharedWith(Digest image) {
        Set<Piece> own = pieces(image);
        Map<Digest, Long> shared = new LinkedHashMap<>();
        images.forEach((other, pieces) -> {
            long common = sum(pieces.stream().filter(own::contains).toList());
            if (!other.equals(image) && common > 0) {
                shared.put(other, common);
            }
        });
        List<Map.Entry<Digest, Long>> sorted = shared.entrySet().stream()
                .sorted(Map.Entry.<Digest, Long>comparingByValue().reversed())
                .toList();
        Map<Digest, Long> ordered = new LinkedHashMap<>();
        sorted.forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }

    private Set<Piece> pieces(Digest image) {
        return images.getOrDefault(image, Set.of());
    }

    private long sum(Collection<Piece> some) {
        return some.stream().mapToLong(piece -> bytes.getOrDefault(piece, 0L)).sum();
    }
}
