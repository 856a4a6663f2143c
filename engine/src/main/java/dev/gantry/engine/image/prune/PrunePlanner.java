package dev.gantry.engine.image.prune;

import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.image.store.Piece;
import dev.gantry.engine.image.usage.Sharing;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says of each image whether it goes. Pure; once what goes is gone, planning again lets all that is left stay. */
public final class PrunePlanner {
    private static final int NAMED_USERS = 5;

    private final PruneRules rules;
    private final Instant now;
    private final Map<Digest, String> newest;

    private PrunePlanner(PruneRules rules, List<Prunable> images, Instant now) {
        this.rules = rules;
        this.now = now;
        this.newest = rules.keepNewest().map(count -> newest(images, count)).orElse(Map.of());
    }

    /** @return in the order of the images */
    public static List<Verdict> verdicts(PruneRules rules, List<Prunable> images, Instant now) {
        PrunePlanner planner = new PrunePlanner(rules, images, now);
        return images.stream().map(planner::verdict).toList();
    }

    /** @param held as in {@link Sharing#freed} */
    static PrunePlan plan(PruneRules rules, List<Prunable> images, Sharing sharing, Set<Piece> held, Instant now) {
        List<Verdict> verdicts = verdicts(rules, images, now);
        List<Digest> going = verdicts.stream()
                .filter(Verdict::goes)
                .map(verdict -> verdict.of().image().digest())
                .toList();
        List<PrunePlan.Entry> entries = verdicts.stream()
                .map(verdict -> new PrunePlan.Entry(
                        verdict,
                        sharing.size(verdict.of().image().digest()),
                        sharing.unique(verdict.of().image().digest())))
                .toList();
        return new PrunePlan(entries, sharing.freed(going, held));
    }

    private Verdict verdict(Prunable each) {
        Image image = each.image();
        if (!each.usedBy().isEmpty()) {
            return new Verdict(each, Verdict.Reason.IN_USE, "used by " + users(each.usedBy()));
        }
        if (rules.spared().contains(image.digest())) {
            return new Verdict(each, Verdict.Reason.SPARED, "you keep it");
        }
        if (rules.unnamedOnly() && !image.names().isEmpty()) {
            return new Verdict(each, Verdict.Reason.NAMED, "called " + names(image.names()));
        }
        Optional<String> mismatch = mismatch(image);
        if (mismatch.isPresent()) {
            return new Verdict(each, Verdict.Reason.NO_MATCH, mismatch.get());
        }
        if (rules.olderThan()
                .filter(age -> each.arrived().plus(age).isAfter(now))
                .isPresent()) {
            return new Verdict(each, Verdict.Reason.TOO_NEW, "not here for long enough");
        }
        String among = newest.get(image.digest());
        if (among != null) {
            return new Verdict(each, Verdict.Reason.AMONG_NEWEST, among);
        }
        return image.names().isEmpty()
                ? new Verdict(each, Verdict.Reason.UNNAMED, "no name leads to it and no container needs it")
                : new Verdict(each, Verdict.Reason.UNUSED, "no container needs it");
    }

    private Optional<String> mismatch(Image image) {
        if (rules.pattern().isEmpty()) {
            return Optional.empty();
        }
        if (image.names().isEmpty()) {
            return Optional.of("it has no name that could match");
        }
        return image.names().stream()
                .filter(name -> !rules.matches(name))
                .findFirst()
                .map(name -> "its name " + name.familiar() + " does not match");
    }

    private static String users(List<String> users) {
        List<String> sorted = users.stream().distinct().sorted().toList();
        String some = String.join(", ", sorted.subList(0, Math.min(NAMED_USERS, sorted.size())));
        int more = sorted.size() - NAMED_USERS;
        return (sorted.size() == 1 ? "container " : "containers ") + some + (more > 0 ? " and " + more + " more" : "");
    }

    private static String names(List<Reference> names) {
        return String.join(", ", names.stream().map(Reference::familiar).toList());
    }

    /** The images that came last to each repository, and the words for it. */
    private static Map<Digest, String> newest(List<Prunable> images, int count) {
        Map<String, Set<Prunable>> repositories = new LinkedHashMap<>();
        for (Prunable each : images) {
            for (Reference name : each.image().names()) {
                repositories
                        .computeIfAbsent(name.registry() + "/" + name.repository(), r -> new LinkedHashSet<>())
                        .add(each);
            }
        }
        Map<Digest, String> newest = new LinkedHashMap<>();
        repositories.forEach((repository, all) -> {
            List<Prunable> sorted = new ArrayList<>(all);
            sorted.sort(Comparator.comparing(Prunable::arrived)
                    .reversed()
                    .thenComparing(each -> each.image().digest().hex()));
            String why =
                    count == 1 ? "the newest of " + repository : "one of the newest " + count + " of " + repository;
            sorted.stream()
                    .limit(count)
                    .forEach(each -> newest.putIfAbsent(each.image().digest(), why));
        });
        return newest;
    }
}
