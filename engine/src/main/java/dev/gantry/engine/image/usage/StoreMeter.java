package dev.gantry.engine.image.usage;

import dev.gantry.engine.disk.ContentStore;
import dev.gantry.engine.disk.DataRoot;
import dev.gantry.engine.image.store.Garbage;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.image.store.ImageRecord;
import dev.gantry.engine.image.store.ImageStore;
import dev.gantry.engine.image.store.Piece;
import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.DiskUse;
import dev.gantry.engine.layer.LayerStore;
import dev.gantry.oci.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures all that images take on the disk. */
public final class StoreMeter {
    private final DataRoot root;
    private final ImageStore images;
    private final ContentStore content;
    private final LayerStore layers;
    private final Garbage garbage;
    private final PieceSizes sizes;

    public StoreMeter(
            DataRoot root,
            ImageStore images,
            ContentStore content,
            LayerStore layers,
            Garbage garbage,
            PieceSizes sizes) {
        this.root = root;
        this.images = images;
        this.content = content;
        this.layers = layers;
        this.garbage = garbage;
        this.sizes = sizes;
    }

    /** @param users names of the containers that need an image, by its digest */
    public StoreUse measure(Map<Digest, List<String>> users) {
        List<ImageRecord> records = images.records();
        Sharing sharing = sizes.sharing(records);
        Set<Piece> held = garbage.held();
        List<ImageUse> uses = images.list().stream()
                .filter(image -> sharing.images().containsKey(image.digest()))
                .map(image -> use(image, sharing, users))
                .toList();
        List<Digest> unused = uses.stream()
                .filter(use -> use.usedBy().isEmpty())
                .map(use -> use.image().digest())
                .toList();
        long[] all = new long[2];
        long[] unneeded = new long[1];
        for (Piece piece : present()) {
            boolean needed = sharing.bytes().containsKey(piece);
            long bytes = needed ? sharing.bytes().getOrDefault(piece, 0L) : sizes.bytes(piece);
            all[piece.kind() == Piece.Kind.CONTENT ? 0 : 1] += bytes;
            unneeded[0] += needed || held.contains(piece) ? 0 : bytes;
        }
        return new StoreUse(
                all[0] + own(root.blobs()) + own(root.content()),
                all[1] + own(root.layers()),
                DiskUse.of(root.images()),
                DiskUse.of(root.ingest()),
                other(),
                sharing.freed(unused, held),
                unneeded[0],
                uses,
                layers(records, sharing));
    }

    private static ImageUse use(Image image, Sharing sharing, Map<Digest, List<String>> users) {
        List<ImageUse.Share> shares = new ArrayList<>();
        sharing.sharedWith(image.digest()).forEach((other, bytes) -> shares.add(new ImageUse.Share(other, bytes)));
        return new ImageUse(
                image,
                users.getOrDefault(image.digest(), List.of()),
                sharing.size(image.digest()),
                sharing.unique(image.digest()),
                shares);
    }

    /** Content and layers that lie on the disk, needed or not. */
    private Set<Piece> present() {
        Set<Piece> present = new HashSet<>();
        content.list().forEach(digest -> present.add(Piece.content(digest)));
        layers.list().forEach(diffId -> present.add(Piece.layer(diffId)));
        return present;
    }

    /** A directory without what is in it. */
    private static long own(Path directory) {
        try (Dir dir = Dir.open(directory)) {
            return dir.stat().diskBytes();
        }
    }

    private long other() {
        Set<String> elsewhere = new HashSet<>();
        for (Path path : List.of(root.content(), root.layers(), root.images(), root.containers(), root.ingest())) {
            elsewhere.add(root.path().relativize(path).toString());
        }
        try (Dir dir = Dir.open(root.path())) {
            return dir.stat().diskBytes()
                    + own(root.containers())
                    + dir.list().stream()
                            .filter(entry -> !elsewhere.contains(new String(entry.name(), StandardCharsets.UTF_8)))
                            .mapToLong(entry -> DiskUse.of(dir, entry.name()))
                            .sum();
        }
    }

    private static List<StoreUse.LayerUse> layers(List<ImageRecord> records, Sharing sharing) {
        Map<Digest, Set<Digest>> blobs = new LinkedHashMap<>();
        Map<Digest, Set<Digest>> havers = new LinkedHashMap<>();
        for (ImageRecord record : records) {
            for (ImageRecord.Layer layer : record.layers()) {
                blobs.computeIfAbsent(layer.diffId(), d -> new LinkedHashSet<>())
                        .add(layer.blob());
                havers.computeIfAbsent(layer.diffId(), d -> new LinkedHashSet<>())
                        .add(record.manifest());
            }
        }
        List<StoreUse.LayerUse> uses = new ArrayList<>();
        havers.forEach((diffId, images) -> uses.add(new StoreUse.LayerUse(
                diffId,
                sharing.bytes().getOrDefault(Piece.layer(diffId), 0L),
                blobs.getOrDefault(diffId, Set.of()).stream()
                        .mapToLong(blob -> sharing.bytes().getOrDefault(Piece.content(blob), 0L))
                        .sum(),
                List.copyOf(images))));
        return uses;
    }
}
