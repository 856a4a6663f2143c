package dev.gantry.agent.reconcile;

import dev.gantry.engine.container.ContainerView;
import java.util.Set;

/**
 * What matters to the planner of a container that the engine has.
 *
 * @param run number of the last run, 0 before the first
 * @param live whether a process may exist
 * @param ours made from a wish for this host, or adopted by one; what others made is never removed
 */
record Seen(long run, boolean live, boolean ours) {

    static Seen of(ContainerView view, String hostId, Set<String> adopted) {
        boolean ours = Annotations.isOf(view.config(), hostId) || adopted.contains(view.id());
        return new Seen(view.run(), view.phase().isLive(), ours);
    }
}
