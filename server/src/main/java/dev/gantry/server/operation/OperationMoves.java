package dev.gantry.server.operation;

import dev.gantry.protocol.facts.Problem;
import dev.gantry.server.operation.OperationView.HostOutcome;
import dev.gantry.server.operation.StepView.StepState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The pure part: an operation and what happened to it make the next. */
final class OperationMoves {
    private OperationMoves() {}

    static OperationView step(OperationView seen, String name, Instant now) {
        int index = index(seen, name);
        List<StepView> steps = new ArrayList<>();
        for (int i = 0; i < seen.steps().size(); i++) {
            StepView step = seen.steps().get(i);
            steps.add(i < index ? done(step, now) : i == index ? running(step, now) : step);
        }
        return with(seen, OperationState.RUNNING, steps, seen.hosts(), null, null);
    }

    static OperationView progress(OperationView seen, String name, long current, @Nullable Long total, Instant now) {
        OperationView at = step(seen, name, now);
        Function<StepView, StepView> far = step -> step.name().equals(name)
                ? new StepView(
                        name,
                        step.state(),
                        Math.max(step.current(), current),
                        total == null ? step.total() : total,
                        step.startedAt(),
                        step.finishedAt())
                : step;
        return with(at, at.state(), at.steps().stream().map(far).toList(), at.hosts(), null, null);
    }

    /** Unlike those that follow each other, steps that go on at the same time say nothing of the ones before them. */
    static OperationView progress(OperationView seen, List<StepProgress> told, Instant now) {
        Map<String, StepView> steps = new LinkedHashMap<>();
        seen.steps().forEach(step -> steps.put(step.name(), step));
        for (StepProgress each : told) {
            StepView fresh = new StepView(each.name(), StepState.PENDING, 0, null, null, null);
            StepView running = running(steps.getOrDefault(each.name(), fresh), now);
            StepView far = new StepView(
                    running.name(),
                    running.state(),
                    Math.max(running.current(), each.current()),
                    each.total() == null ? running.total() : each.total(),
                    running.startedAt(),
                    running.finishedAt());
            steps.put(each.name(), each.isWhole() ? done(far, now) : far);
        }
        return with(seen, OperationState.RUNNING, List.copyOf(steps.values()), seen.hosts(), null, null);
    }

    static OperationView subject(OperationView seen, String subjectId, @Nullable String subjectName) {
        return new OperationView(
                seen.id(),
                seen.kind(),
                seen.subjectType(),
                subjectId,
                subjectName == null ? seen.subjectName() : subjectName,
                seen.hostId(),
                seen.state(),
                seen.steps(),
                seen.problem(),
                seen.createdBy(),
                seen.createdAt(),
                seen.finishedAt(),
                seen.hosts());
    }

    /** One host's part is over, with its steps; the operation goes on for the others. */
    static OperationView hostEnded(
            OperationView seen, UUID hostId, @Nullable Problem problem, Set<String> mine, Instant now) {
        OperationState end = problem == null ? OperationState.SUCCEEDED : OperationState.FAILED;
        List<StepView> steps = seen.steps().stream()
                .map(step -> mine.contains(step.name()) && step.finishedAt() == null
                        ? ended(step, problem == null ? StepState.DONE : StepState.FAILED, now)
                        : step)
                .toList();
        List<HostOutcome> hosts = seen.hosts().stream()
                .map(host -> host.hostId().equals(hostId) ? ended(host, end, problem) : host)
                .toList();
        return with(seen, OperationState.RUNNING, steps, hosts, null, null);
    }

    static OperationView end(OperationView seen, OperationState end, @Nullable Problem problem, Instant now) {
        List<StepView> steps = seen.steps().stream()
                .map(step -> end == OperationState.SUCCEEDED ? done(step, now) : failedIfRunning(step, now))
                .toList();
        List<HostOutcome> hosts =
                seen.hosts().stream().map(host -> ended(host, end, problem)).toList();
        return with(seen, end, steps, hosts, problem, now);
    }

    private static HostOutcome ended(HostOutcome host, OperationState end, @Nullable Problem problem) {
        return host.state().canBecome(end) ? new HostOutcome(host.hostId(), host.hostName(), end, problem) : host;
    }

    private static StepView failedIfRunning(StepView step, Instant now) {
        return step.state() == StepState.RUNNING ? ended(step, StepState.FAILED, now) : step;
    }

    private static int index(OperationView seen, String name) {
        for (int i = 0; i < seen.steps().size(); i++) {
            if (seen.steps().get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("Operation " + seen.kind() + " has no step " + name);
    }

    private static StepView running(StepView step, Instant now) {
        return step.state() == StepState.PENDING
                ? new StepView(step.name(), StepState.RUNNING, step.current(), step.total(), now, null)
                : step;
    }

    private static StepView done(StepView step, Instant now) {
        return step.finishedAt() == null ? ended(step, StepState.DONE, now) : step;
    }

    private static StepView ended(StepView step, StepState state, Instant now) {
        Instant started = step.startedAt() == null ? now : step.startedAt();
        return new StepView(step.name(), state, step.current(), step.total(), started, now);
    }

    private static OperationView with(
            OperationView seen,
            OperationState state,
            List<StepView> steps,
            List<HostOutcome> hosts,
            @Nullable Problem problem,
            @Nullable Instant finishedAt) {
        return new OperationView(
                seen.id(),
                seen.kind(),
                seen.subjectType(),
                seen.subjectId(),
                seen.subjectName(),
                seen.hostId(),
                state,
                steps,
                problem,
                seen.createdBy(),
                seen.createdAt(),
                finishedAt,
                hosts);
    }
}
