package dev.gantry.engine.image.prune;

import dev.gantry.engine.image.store.Garbage;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.image.store.ImageRecord;
import dev.gantry.engine.image.store.ImageStore;
import dev.gantry.engine.image.store.Piece;
import dev.gantry.engine.image.usage.PieceSizes;
import dev.gantry.engine.image.usage.Sharing;
import dev.gantry.engine.kernel.file.KernelException;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows what would go, and takes what was shown. */
public final class Pruner {
    private static final Logger LOG = LoggerFactory.getLogger(Pruner.class);

    private final ImageStore images;
    private final Garbage garbage;
    private final PieceSizes sizes;

    public Pruner(ImageStore images, Garbage garbage, PieceSizes sizes) {
        this.images = images;
        this.garbage = garbage;
        this.sizes = sizes;
    }

    /** Who needs which image now. */
    public interface Users extends Supplier<Map<Digest, List<String>>> {}

    public PrunePlan preview(PruneRules rules, Users users, Instant now) {
        refuseWhenDamaged("see what a prune would remove");
        Sharing sharing = sizes.sharing(images.records());
        return PrunePlanner.plan(rules, prunable(users), sharing, garbage.held(), now);
    }

    /**
     * Takes of what was seen what still goes, one image after the other. Whatever came or changed meanwhile stays; what
     * fails is skipped, and the others go.
     *
     * @param lock nobody begins to use an image while it is held; never held for long
     * @param done told how many were looked at, before each; may throw a CancellationException, which ends the work and
     *     is no failure: what is left was skipped
     */
    public PruneResult run(
            PruneRules rules, List<PruneSeen> seen, Users users, Instant now, Object lock, IntConsumer done) {
        refuseWhenDamaged("prune images");
        Sharing sharing = sizes.sharing(images.records());
        List<ImageRecord> gone = new ArrayList<>();
        List<PruneSeen> removed = new ArrayList<>();
        List<PruneResult.Skipped> skipped = new ArrayList<>();
        Set<Piece> swept;
        try {
            for (int i = 0; i < seen.size(); i++) {
                PruneSeen each = seen.get(i);
                if (isCancelled(done, i)) {
                    seen.subList(i, seen.size())
                            .forEach(left -> skipped.add(new PruneResult.Skipped(left, "the prune was cancelled")));
                    break;
                }
                synchronized (lock) {
                    // A pull that gives the image a name comes before the look or after the removal.
                    synchronized (images) {
                        Optional<String> stays = stays(rules, each, users, now).or(() -> take(each.digest(), gone));
                        stays.ifPresentOrElse(
                                why -> skipped.add(new PruneResult.Skipped(each, why)), () -> removed.add(each));
                    }
                }
            }
        } finally {
            // Whoever cancels interrupts, too; what is gone from the records must go from the disk all the same.
            boolean interrupted = Thread.interrupted();
            swept = new HashSet<>(garbage.sweepAfter(gone));
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        gone.forEach(record -> swept.add(Piece.record(record.manifest())));
        long freed = swept.stream()
                .mapToLong(piece -> sharing.bytes().getOrDefault(piece, 0L))
                .sum();
        return new PruneResult(removed, skipped, freed);
    }

    private static boolean isCancelled(IntConsumer done, int count) {
        try {
            done.accept(count);
            return false;
        } catch (CancellationException e) {
            return true;
        }
    }

    /** @return why it could not be taken */
    private Optional<String> take(Digest digest, List<ImageRecord> gone) {
        ImageRecord record = images.record(digest).orElseThrow();
        try {
            images.remove(digest);
            gone.add(record);
            return Optional.empty();
        } catch (KernelException e) {
            LOG.warn("the image {} can't be removed", digest, e);
            return Optional.of("removing it failed: " + e.getMessage());
        }
    }

    /** Why it does not go after all. */
    private Optional<String> stays(PruneRules rules, PruneSeen seen, Users users, Instant now) {
        Optional<Image> there = images.find(seen.digest());
        if (there.isEmpty()) {
            return Optional.of("it is not here any more");
        }
        if (!Set.copyOf(there.get().names()).equals(Set.copyOf(seen.names()))) {
            return Optional.of("its names changed since you looked");
        }
        return PrunePlanner.verdicts(rules, prunable(users), now).stream()
                .filter(verdict -> verdict.of().image().digest().equals(seen.digest()))
                .filter(verdict -> !verdict.goes())
                .map(Verdict::why)
                .findFirst();
    }

    private List<Prunable> prunable(Users users) {
        Map<Digest, List<String>> using = users.get();
        return images.list().stream()
                .flatMap(image -> images.arrived(image.digest()).stream()
                        .map(arrived -> new Prunable(image, using.getOrDefault(image.digest(), List.of()), arrived)))
                .toList();
    }

    /** Nobody knows what an image needs whose record can't be read. */
    private void refuseWhenDamaged(String tried) {
        if (images.isDamaged()) {
            throw new RefusedException(
                    RefusalCode.IMAGE_INVALID,
                    tried,
                    "the record of an image on this host can't be read, so nobody knows which layers it needs",
                    "look at the agent's log for the image, and import or pull it again");
        }
    }
}
