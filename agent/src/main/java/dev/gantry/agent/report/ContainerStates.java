package dev.gantry.agent.report;

import dev.gantry.agent.problem.Problems;
import dev.gantry.agent.reconcile.Annotations;
import dev.gantry.agent.reconcile.Standing;
import dev.gantry.engine.container.ContainerConfig;
import dev.gantry.engine.container.ContainerView;
import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.ContainerState.Phase;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.wish.ContainerSpec.PortMapping;
import dev.gantry.protocol.wish.ContainerSpec.Transport;
import dev.gantry.protocol.wish.ContainerWish;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the engine sees and how far the reconciler is, as one state for each container; pure. */
final class ContainerStates {
    private ContainerStates() {}

    /** Of all that is wished, and of what was once made from a wish and is still there; by id. */
    static Map<String, ContainerState> of(Collection<ContainerView> views, Standing standing, String hostId) {
        Map<String, ContainerState> states = new LinkedHashMap<>();
        for (ContainerView view : views) {
            if (standing.wishes().containsKey(view.id())
                    || standing.adopted().contains(view.id())
                    || Annotations.isOf(view.config(), hostId)) {
                states.put(view.id(), seen(view, standing));
            }
        }
        standing.wishes().forEach((id, wish) -> {
            if (!states.containsKey(id)) {
                states.put(id, unmade(wish, standing));
            }
        });
        return states;
    }

    private static ContainerState seen(ContainerView view, Standing standing) {
        Standing.Failure failure = standing.failures().get(view.id());
        boolean failed = failure != null && failure.making() && !view.phase().isLive();
        return new ContainerState(
                view.id(),
                view.config().name(),
                standing.answers().getOrDefault(view.id(), 0L),
                failed ? runOf(standing, view) : view.run(),
                failed ? Phase.FAILED : phase(view),
                view.pid().isPresent() ? view.pid().getAsLong() : null,
                view.exitCode().isPresent() ? view.exitCode().getAsInt() : null,
                view.oomKilled() ? Boolean.TRUE : null,
                problem(view, failure),
                view.address().orElse(null),
                view.image().toString(),
                view.startedAt().map(Instant::toString).orElse(null),
                view.finishedAt().map(Instant::toString).orElse(null),
                view.config().ports().stream().map(ContainerStates::port).toList());
    }

    /** A start that failed belongs to the run that was wished, even when the engine did not get as far as to count it. */
    private static long runOf(Standing standing, ContainerView view) {
        ContainerWish wish = standing.wishes().get(view.id());
        return wish == null ? view.run() : Math.max(wish.run(), view.run());
    }

    private static @Nullable Problem problem(ContainerView view, Standing.@Nullable Failure failure) {
        if (failure != null) {
            return failure.problem();
        }
        return view.refusal().map(Problems::of).orElse(null);
    }

    private static ContainerState unmade(ContainerWish wish, Standing standing) {
        Standing.Failure failure = standing.failures().get(wish.id());
        return new ContainerState(
                wish.id(),
                wish.name(),
                standing.answers().getOrDefault(wish.id(), 0L),
                wish.run(),
                failure != null && failure.making() ? Phase.FAILED : Phase.PENDING,
                null,
                null,
                null,
                failure == null ? null : failure.problem(),
                null,
                null,
                null,
                null,
                wish.spec().ports() == null ? List.of() : wish.spec().ports());
    }

    private static Phase phase(ContainerView view) {
        return switch (view.phase()) {
            case CREATED -> Phase.CREATED;
            case STARTING -> Phase.STARTING;
            case RUNNING -> Phase.RUNNING;
            case STOPPING -> Phase.STOPPING;
            case EXITED -> Phase.EXITED;
            case FAILED -> Phase.FAILED;
        };
    }

    private static PortMapping port(ContainerConfig.PublishedPort port) {
        return new PortMapping(
                port.hostAddress().orElse(null),
                port.hostPort(),
                port.containerPort(),
                port.transport() == ContainerConfig.Transport.UDP ? Transport.UDP : Transport.TCP);
    }
}
