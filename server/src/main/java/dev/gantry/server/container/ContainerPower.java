package dev.gantry.server.container;

import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.ContainerState.Phase;
import dev.gantry.protocol.wish.Power;
import dev.gantry.protocol.wish.StopSpec;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.container.goal.ContainerProblems;
import dev.gantry.server.container.goal.Goal;
import dev.gantry.server.container.goal.Goals;
import dev.gantry.server.container.spec.Signals;
import dev.gantry.server.host.HostView;
import dev.gantry.server.host.Hosts;
import dev.gantry.server.image.ImageFacts;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import dev.gantry.server.platform.problem.ProblemException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes the wish of a container that is there: start, stop, restart, end it hard, remove it. */
@Component
public class ContainerPower {
    private static final int LONGEST_GRACE = 86_400;

    private final ContainerRows rows;
    private final ContainerWork work;
    private final Hosts hosts;
    private final ImageFacts images;
    private final Goals goals;
    private final AuditLog audit;
    private final LiveChanges live;
    private final TransactionTemplate transaction;

    ContainerPower(
            ContainerRows rows,
            ContainerWork work,
            Hosts hosts,
            ImageFacts images,
            Goals goals,
            AuditLog audit,
            LiveChanges live,
            TransactionTemplate transaction) {
        this.rows = rows;
        this.work = work;
        this.hosts = hosts;
        this.images = images;
        this.goals = goals;
        this.audit = audit;
        this.live = live;
        this.transaction = transaction;
    }

    /** A run that is wished and goes on is left alone; what ended or failed gets a new one. */
    Begun start(UUID id) {
        return change(id, "container.start", Goal.Kind.STARTED, held -> {
            ContainerRow row = held.row();
            ContainerState seen = held.seen();
            if (row.power() == Power.ON && !ended(row, seen)) {
                return row;
            }
            return row.wished(Power.ON, row.run() + 1, usualStop(row), held.revision());
        });
    }

    /** Whether the run that is wished is over, as far as the host has said. */
    private static boolean ended(ContainerRow row, @Nullable ContainerState seen) {
        return seen != null
                && seen.run() >= row.run()
                && seen.generation() >= row.generation()
                && (seen.phase() == Phase.EXITED || seen.phase() == Phase.FAILED);
    }

    Begun stop(UUID id, @Nullable String signal, @Nullable Integer graceSeconds) {
        return change(id, "container.stop", Goal.Kind.STOPPED, held -> {
            ContainerRow row = held.row();
            StopSpec stop = stop(row, signal, graceSeconds, "Stop container " + row.name());
            return row.power() == Power.OFF && stop.equals(row.stop())
                    ? row
                    : row.wished(Power.OFF, row.run(), stop, held.revision());
        });
    }

    Begun restart(UUID id) {
        return change(
                id,
                "container.restart",
                Goal.Kind.STARTED,
                held -> held.row().wished(Power.ON, held.row().run() + 1, usualStop(held.row()), held.revision()));
    }

    /** Ends the run with SIGKILL, and wishes it to stay ended. */
    Begun kill(UUID id) {
        return change(id, "container.kill", Goal.Kind.STOPPED, held -> {
            if (!running(held)) {
                throw ContainerProblems.state(
                        "Kill container " + held.row().name(), held.seen(), "Only what runs can be killed.");
            }
            return held.row().wished(Power.OFF, held.row().run(), new StopSpec(Signals.KILL, 0), held.revision());
        });
    }

    /** Of an unreachable host the container is forgotten only by force: the host removes it when it is back. */
    Begun remove(UUID id, boolean force) {
        return Objects.requireNonNull(
                transaction.execute(status -> {
                    Held held = hold(id);
                    ContainerRow row = held.row();
                    String tried = "Remove container " + row.name();
                    if (!force && (row.power() == Power.ON || running(held)) && !atRest(held)) {
                        throw ContainerProblems.state(
                                tried, held.seen(), "Stop it first, or repeat with force=true to end it hard.");
                    }
                    audit.record(
                            "container.remove",
                            "container",
                            id,
                            row.name(),
                            Map.of(
                                    "host",
                                    held.host().name(),
                                    "image",
                                    row.spec().image(),
                                    "force",
                                    force),
                            null);
                    live.changed(Topic.CONTAINERS, id);
                    ContainerRow removed = row.removed(held.revision());
                    rows.update(removed);
                    boolean connected = held.host().state() == HostView.State.CONNECTED;
                    Begun begun =
                            work.begin(removed, held.host().name(), connected, "container.remove", Goal.Kind.REMOVED);
                    if (force && !connected) {
                        goals.gone(java.util.List.of(id));
                        rows.delete(id);
                    }
                    return begun;
                }),
                "a transaction's result");
    }

    private Begun change(UUID id, String kind, Goal.Kind goal, Function<Held, ContainerRow> change) {
        return Objects.requireNonNull(
                transaction.execute(status -> {
                    Held held = hold(id);
                    ContainerRow before = held.row();
                    if (before.removing()) {
                        throw ContainerProblems.removing("Change container " + before.name());
                    }
                    ContainerRow after = change.apply(held);
                    if (!after.equals(before)) {
                        rows.update(after);
                        audit.record(kind, "container", id, before.name(), shown(before), shown(after));
                        live.changed(Topic.CONTAINERS, id);
                    }
                    boolean connected = held.host().state() == HostView.State.CONNECTED;
                    Begun begun = work.begin(after, held.host().name(), connected, kind, goal);
                    goals.judge(java.util.List.of(id));
                    return begun;
                }),
                "a transaction's result");
    }

    /** Takes the counter of the host first: wishes of one host change one after the other. */
    private Held hold(UUID id) {
        UUID hostId =
                rows.find(id).orElseThrow(() -> ContainerProblems.notFound(id)).hostId();
        long revision = hosts.nextRevision(hostId);
        ContainerRow row = rows.find(id).orElseThrow(() -> ContainerProblems.notFound(id));
        return new Held(row, rows.state(id).orElse(null), hosts.get(hostId), revision);
    }

    private static boolean running(Held held) {
        ContainerState seen = held.seen();
        return seen != null
                && (seen.phase() == Phase.RUNNING || seen.phase() == Phase.STARTING || seen.phase() == Phase.STOPPING);
    }

    /** Ended by itself, or never came up. */
    private static boolean atRest(Held held) {
        ContainerState seen = held.seen();
        return seen != null
                && seen.run() >= held.row().run()
                && (seen.phase() == Phase.EXITED || seen.phase() == Phase.FAILED);
    }

    /** What one stop or kill asked for is that one's alone. */
    private StopSpec usualStop(ContainerRow row) {
        return Containers.stop(
                row.spec(), images.find(row.hostId(), row.imageDigest()).orElse(null));
    }

    private StopSpec stop(ContainerRow row, @Nullable String signal, @Nullable Integer graceSeconds, String tried) {
        if (signal != null && !Signals.known(signal)) {
            throw invalid(tried, "signal", "must be a signal as in signal(7), such as SIGTERM");
        }
        if (graceSeconds != null && (graceSeconds < 0 || graceSeconds > LONGEST_GRACE)) {
            throw invalid(tried, "graceSeconds", "must be between 0 and " + LONGEST_GRACE);
        }
        StopSpec usual = usualStop(row);
        return new StopSpec(
                signal == null ? usual.signal() : Signals.canonical(signal),
                graceSeconds == null ? usual.graceSeconds() : graceSeconds);
    }

    public static ProblemException invalid(String tried, String field, String why) {
        return ProblemException.ofFields(tried, Map.of(field, why), null);
    }

    private static Map<String, Object> shown(ContainerRow row) {
        return Map.of("power", row.power(), "run", row.run(), "stop", row.stop());
    }

    private record Held(ContainerRow row, @Nullable ContainerState seen, HostView host, long revision) {}
}
