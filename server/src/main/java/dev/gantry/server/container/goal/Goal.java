package dev.gantry.server.container.goal;

import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.ContainerState.Phase;
import dev.gantry.protocol.facts.Problem;
import java.util.Locale;
import java.util.UUID;

/**
 * What a report must say for an operation to end.
 *
 * @param generation of the wish that the operation made
 * @param run of that wish
 */
public record Goal(UUID operationId, UUID containerId, Kind kind, long generation, long run) {

    /** What is to become of the container. */
    public enum Kind {
        /** It is created, without a process. */
        CREATED,
        /** It is created, and its first run was started. */
        LAUNCHED,
        /** A run was started of what was there before. */
        STARTED,
        /** No process runs. */
        STOPPED,
        /** It is gone. */
        REMOVED;

        /** Whether a failure leaves nothing that anybody had before. */
        boolean creates() {
            return this == CREATED || this == LAUNCHED;
        }
    }

    /** Pure: what the report means for this goal. */
    Verdict judge(ContainerState seen) {
        if (kind == Kind.REMOVED) {
            return removalFailed(seen) ? new Verdict.Failed(problem(seen, "Remove container ")) : Verdict.OPEN;
        }
        if (seen.generation() < generation) {
            return Verdict.OPEN;
        }
        if (kind == Kind.STARTED || kind == Kind.LAUNCHED) {
            return started(seen);
        }
        if (kind == Kind.STOPPED) {
            return stopped(seen);
        }
        return switch (seen.phase()) {
            case PENDING -> Verdict.OPEN;
            case FAILED -> new Verdict.Failed(problem(seen, "Create container "));
            default -> Verdict.REACHED;
        };
    }

    /** Whether the host tried to remove the container and could not. */
    static boolean removalFailed(ContainerState seen) {
        Problem problem = seen.problem();
        return problem != null
                && problem.tried() != null
                && problem.tried().toLowerCase(Locale.ROOT).startsWith("remove");
    }

    private Verdict started(ContainerState seen) {
        if (seen.run() < run) {
            return seen.problem() != null && seen.phase() == Phase.FAILED
                    ? new Verdict.Failed(problem(seen, "Start container "))
                    : superseded(seen);
        }
        return switch (seen.phase()) {
            case RUNNING, STOPPING, EXITED -> Verdict.REACHED;
            case FAILED -> new Verdict.Failed(problem(seen, "Start container "));
            default -> superseded(seen);
        };
    }

    /** A later wish that has been answered without this run ends the wait for it. */
    private Verdict superseded(ContainerState seen) {
        boolean later = seen.generation() > generation;
        boolean atRest = seen.phase() == Phase.CREATED || seen.phase() == Phase.EXITED;
        return later && atRest
                ? new Verdict.Failed(new Problem(
                        "CANCELLED",
                        "Start container " + seen.name(),
                        "a later request stopped it before it ran",
                        "Start it again if it should run."))
                : Verdict.OPEN;
    }

    private Verdict stopped(ContainerState seen) {
        return switch (seen.phase()) {
            case PENDING, CREATED, EXITED, FAILED -> Verdict.REACHED;
            case STARTING -> Verdict.OPEN;
            case RUNNING, STOPPING -> {
                if (seen.run() > run && seen.phase() == Phase.RUNNING) {
                    yield Verdict.REACHED;
                }
                yield seen.problem() == null ? Verdict.OPEN : new Verdict.Failed(problem(seen, "Stop container "));
            }
        };
    }

    private static Problem problem(ContainerState seen, String tried) {
        return seen.problem() != null
                ? seen.problem()
                : new Problem(
                        "RUNTIME_FAILED",
                        tried + seen.name(),
                        "the host says that it failed, and not why",
                        "Look at the container's log and at the agent's log on the host.");
    }

    /** What a report means for a goal. */
    sealed interface Verdict {
        Verdict OPEN = new Open();
        Verdict REACHED = new Reached();

        /** Not yet. */
        record Open() implements Verdict {}

        /** It is so. */
        record Reached() implements Verdict {}

        /** It can't be any more. */
        record Failed(Problem problem) implements Verdict {}
    }
}
