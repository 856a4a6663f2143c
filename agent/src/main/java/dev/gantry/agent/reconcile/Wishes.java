package dev.gantry.agent.reconcile;

import dev.gantry.protocol.ServerMessage.Assignments;
import dev.gantry.protocol.wish.ContainerWish;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that the server wishes of this host.
 *
 * @param revision 0 when nothing was ever received; then nothing is known, and nothing may be removed
 * @param containers by id
 * @param adopted ids of strays that were wished once: from then on they are this host's own, and go when their wish goes
 */
public record Wishes(long revision, Map<String, ContainerWish> containers, Set<String> adopted) {
    static final Wishes NONE = new Wishes(0, Map.of(), Set.of());

    public Wishes {
        containers = Map.copyOf(containers);
        adopted = Set.copyOf(adopted);
    }

    /** The same, with those of the strays adopted that are wished. */
    Wishes adopting(Set<String> strays) {
        Set<String> own = new HashSet<>(adopted);
        strays.stream().filter(containers::containsKey).forEach(own::add);
        return own.size() == adopted.size() ? this : new Wishes(revision, containers, own);
    }

    /** Whether a change can't be applied here, since it builds on another revision. */
    boolean misses(Assignments assignments) {
        Long base = assignments.base();
        return base != null && base != revision && assignments.revision() > revision;
    }

    /** Empty when the message is stale, or misses its base. */
    Optional<Wishes> with(Assignments assignments) {
        Long base = assignments.base();
        if (base == null) {
            return assignments.revision() < revision
                    ? Optional.empty()
                    : Optional.of(
                            new Wishes(assignments.revision(), byId(Map.of(), assignments.containers()), adopted));
        }
        if (base != revision || assignments.revision() <= revision) {
            return Optional.empty();
        }
        Map<String, ContainerWish> changed = byId(containers, assignments.containers());
        assignments.removed().forEach(changed::remove);
        return Optional.of(new Wishes(assignments.revision(), changed, adopted));
    }

    private static Map<String, ContainerWish> byId(Map<String, ContainerWish> before, List<ContainerWish> wishes) {
        Map<String, ContainerWish> all = new HashMap<>(before);
        wishes.forEach(wish -> all.put(wish.id(), wish));
        return all;
    }

    Assignments asFullSet() {
        return new Assignments(revision, null, List.copyOf(containers.values()), List.of());
    }
}
