package dev.gantry.agent.reconcile;

import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.wish.ContainerWish;
import java.util.Map;
import java.util.Set;

/**
 * How far the agent is with its wishes, at one moment; all maps by container id.
 *
 * @param answers generations that the host's state answers
 * @param failures why the last step failed, where it did
 * @param adopted ids of containers that an earlier host made and this one was given
 */
public record Standing(
        Map<String, ContainerWish> wishes,
        Map<String, Long> answers,
        Map<String, Failure> failures,
        Set<String> adopted) {

    /** Whether the state is not yet what is wished, and nothing is wrong. */
    public boolean isUnderWay(ContainerState state) {
        ContainerWish wish = wishes.get(state.id());
        return state.problem() == null && (wish == null || state.generation() < wish.generation());
    }

    /**
     * @param making it was to be made or started, and will not be tried again: its phase is FAILED
     */
    public record Failure(Problem problem, boolean making) {}
}
