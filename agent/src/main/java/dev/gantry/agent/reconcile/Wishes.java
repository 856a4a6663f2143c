package dev.gantry.agent.reconcile;

import dev.gantry.protocol.ServerMessage.Assignments;
import dev.gantry.protocol.wish.ContainerWish;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the server wishes of this host.
 *
 * @param revision 0 when nothing was ever received; then nothing is known, and nothing may be removed
 * @param containers by id
 */
public record Wishes(long revision, Map<String, ContainerWish> containers) {
    static final Wishes NONE = new Wishes(0, Map.of());

    public Wishes {
        containers = Map.copyOf(containers);
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
                    : Optional.of(new Wishes(assignments.revision(), byId(Map.of(), assignments.containers())));
        }
        if (base != revision || assignments.revision() <= revision) {
            return Optional.empty();
        }
        Map<String, ContainerWish> changed = byId(containers, assignments.containers());
        assignments.removed().forEach(changed::remove);
        return Optional.of(new Wishes(assignments.revision(), changed));
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
