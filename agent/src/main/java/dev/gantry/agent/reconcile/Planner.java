package dev.gantry.agent.reconcile;

import dev.gantry.protocol.wish.ContainerWish;
import dev.gantry.protocol.wish.Power;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From what is wished and what is seen to what is to be done; pure. Steps of one container are in order, different
 * containers are independent. Applying a plan and planning again gives an empty plan.
 */
final class Planner {
    private Planner() {}

    /** Both maps by container id. */
    static List<Step> plan(Map<String, ContainerWish> wanted, Map<String, Seen> seen) {
        List<Step> steps = new ArrayList<>();
        wanted.forEach((id, wish) -> steps.addAll(towards(wish, seen.get(id))));
        seen.forEach((id, container) -> {
            if (container.ours() && !wanted.containsKey(id)) {
                steps.add(new Step.Remove(id));
            }
        });
        return steps;
    }

    private static List<Step> towards(ContainerWish wish, @Nullable Seen seen) {
        List<Step> steps = new ArrayList<>();
        if (seen == null) {
            steps.add(new Step.Create(wish));
        }
        long run = seen == null ? 0 : seen.run();
        boolean live = seen != null && seen.live();
        boolean on = wish.power() == Power.ON;
        // Only a higher run starts: what ended by itself, or failed to start, waits for its user.
        boolean start = on && wish.run() > run;
        if (live && (start || !on)) {
            steps.add(new Step.Stop(wish.id(), wish.name(), wish.stop()));
        }
        if (start) {
            steps.add(new Step.Start(wish.id(), wish.name(), wish.run()));
        }
        return steps;
    }
}
