package dev.gantry.server.operation;

import dev.gantry.protocol.facts.Problem;
import dev.gantry.server.access.Callers;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import dev.gantry.server.operation.StepView.StepState;
import dev.gantry.server.platform.Ids;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Starts, moves and ends operations. Whatever is called for an operation that has ended changes nothing. */
@Component
public class Operations {
    private final OperationRows rows;
    private final OperationWaiters waiters;
    private final LiveChanges live;
    private final Ids ids;
    private final Clock clock;
    private final HeldProgress held = new HeldProgress();

    Operations(OperationRows rows, OperationWaiters waiters, LiveChanges live, Ids ids, Clock clock) {
        this.rows = rows;
        this.waiters = waiters;
        this.live = live;
        this.ids = ids;
        this.clock = clock;
    }

    /** Writes an operation of the current caller whose first step runs, in the caller's transaction if there is one. */
    @Transactional
    public OperationView start(NewOperation fresh) {
        OperationView operation =
                OperationMoves.step(pending(fresh), fresh.steps().get(0), clock.instant());
        rows.insert(operation);
        live.changed(Topic.OPERATIONS, operation.id());
        return operation;
    }

    private OperationView pending(NewOperation fresh) {
        List<StepView> steps = fresh.steps().stream()
                .map(name -> new StepView(name, StepState.PENDING, 0, null, null, null))
                .toList();
        return new OperationView(
                ids.next(),
                fresh.kind(),
                fresh.subjectType(),
                fresh.subjectId(),
                fresh.subjectName(),
                fresh.hostId(),
                OperationState.PENDING,
                steps,
                null,
                Callers.current().name(),
                clock.instant(),
                null,
                fresh.hosts());
    }

    /** The named step runs now, those before it are done. */
    @Transactional
    public void step(UUID id, String name) {
        change(id, seen -> OperationMoves.step(seen, name, clock.instant()));
    }

    /** How far the named step is, with those before it done. Of calls in quick succession the last one is told later. */
    @Transactional
    public void progress(UUID id, String step, long current, @Nullable Long total) {
        StepProgress told = new StepProgress(step, current, total);
        if (held.hold(id, List.of(told), true, told.isWhole(), System.nanoTime())) {
            change(id, seen -> seen);
        }
    }

    /** How far steps are that go on at the same time. Of calls in quick succession the last one is told later. */
    @Transactional
    public void progress(UUID id, List<StepProgress> steps, boolean now) {
        if (held.hold(id, steps, false, now, System.nanoTime())) {
            change(id, seen -> seen);
        }
    }

    @Scheduled(fixedDelayString = "PT0.5S")
    @Transactional
    void tellHeld() {
        held.due(System.nanoTime()).forEach(id -> change(id, seen -> seen));
    }

    /** What was worked on has its id and name now (an import learns its digest at the end). */
    @Transactional
    public void subject(UUID id, String subjectId, @Nullable String subjectName) {
        change(id, seen -> OperationMoves.subject(seen, subjectId, subjectName));
    }

    /**
     * The work on one host has ended, that on the others goes on.
     *
     * @param problem null when it succeeded
     * @param steps names of the steps that were this host's
     */
    @Transactional
    public void hostEnded(UUID id, UUID hostId, @Nullable Problem problem, Set<String> steps) {
        change(id, seen -> OperationMoves.hostEnded(seen, hostId, problem, steps, clock.instant()));
    }

    @Transactional
    public void succeed(UUID id) {
        change(id, seen -> OperationMoves.end(seen, OperationState.SUCCEEDED, null, clock.instant()));
    }

    @Transactional
    public void fail(UUID id, Problem problem) {
        change(id, seen -> OperationMoves.end(seen, OperationState.FAILED, problem, clock.instant()));
    }

    /** Ends the operation as cancelled; whether it had not ended before. */
    @Transactional
    public boolean cancel(UUID id) {
        return change(id, seen -> OperationMoves.end(seen, OperationState.CANCELLED, null, clock.instant()));
    }

    public OperationView get(UUID id) {
        OperationView found = rows.find(id);
        if (found == null) {
            throw new ProblemException(
                    ErrorCode.NOT_FOUND,
                    "Read operation " + id,
                    "there is none with this id",
                    "Operations are kept for 30 days after their end; list them to see which there are.");
        }
        return found;
    }

    /** Those that have not ended although their server has, oldest first; for adoption. */
    List<OperationView> orphaned() {
        return rows.orphaned();
    }

    /** The operation once it has ended, or as it is when the time is over. Not to be called inside a transaction. */
    public OperationView await(UUID id, Duration most) {
        return waiters.await(id, most, this::get);
    }

    private boolean change(UUID id, UnaryOperator<OperationView> move) {
        OperationView seen = rows.lock(id);
        if (seen == null || seen.state().ended()) {
            held.forget(id);
            return false;
        }
        OperationView moved = move.apply(held.take(seen, clock.instant(), System.nanoTime()));
        rows.update(moved);
        if (moved.state().ended()) {
            held.forget(id);
        }
        live.changed(Topic.OPERATIONS, id);
        return true;
    }
}
