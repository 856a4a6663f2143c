package dev.gantry.engine.container;

import dev.gantry.engine.kernel.process.Processes.ProcessRef;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is known of a container besides its configuration; the content of state.json.
 *
 * @param process the last run's, also after its end
 */
record State(
        Digest image,
        long run,
        Phase phase,
        Optional<Running> process,
        OptionalInt exitCode,
        boolean oomKilled,
        Optional<Refusal> refusal,
        Optional<String> address,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {

    /** @param boot the kernel's boot_id, because pids mean nothing after a boot */
    record Running(ProcessRef init, String boot) {}

    static State created(Digest image, Instant now) {
        return new State(
                image,
                0,
                Phase.CREATED,
                Optional.empty(),
                OptionalInt.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                now,
                Optional.empty(),
                Optional.empty());
    }

    /** A new run begins. */
    State starting(long number, Optional<String> newAddress) {
        return new State(
                image,
                number,
                Phase.STARTING,
                Optional.empty(),
                OptionalInt.empty(),
                false,
                Optional.empty(),
                newAddress,
                createdAt,
                Optional.empty(),
                Optional.empty());
    }

    State running(Running started, Instant now) {
        return new State(
                image,
                run,
                forward(Phase.RUNNING),
                Optional.of(started),
                exitCode,
                oomKilled,
                refusal,
                address,
                createdAt,
                Optional.of(now),
                finishedAt);
    }

    State stopping() {
        return new State(
                image,
                run,
                forward(Phase.STOPPING),
                process,
                exitCode,
                oomKilled,
                refusal,
                address,
                createdAt,
                startedAt,
                finishedAt);
    }

    State exited(OptionalInt code, boolean oom, Instant now) {
        return new State(
                image,
                run,
                forward(Phase.EXITED),
                process,
                code,
                oom,
                refusal,
                Optional.empty(),
                createdAt,
                startedAt,
                Optional.of(now));
    }

    State failed(Refusal why, Instant now) {
        return new State(
                image,
                run,
                forward(Phase.FAILED),
                process,
                exitCode,
                oomKilled,
                Optional.of(why),
                Optional.empty(),
                createdAt,
                startedAt,
                Optional.of(now));
    }

    ContainerView view(ContainerConfig config) {
        boolean live = phase.isLive();
        return new ContainerView(
                config,
                image,
                run,
                phase,
                live && process.isPresent()
                        ? OptionalLong.of(process.get().init().pid())
                        : OptionalLong.empty(),
                exitCode,
                oomKilled,
                refusal,
                address,
                createdAt,
                startedAt,
                finishedAt);
    }

    private Phase forward(Phase next) {
        if (!phase.canBecome(next)) {
            throw new IllegalStateException("a run can't go from " + phase + " back to " + next);
        }
        return next;
    }
}
