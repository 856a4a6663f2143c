package dev.gantry.engine.container;

import dev.gantry.engine.container.ContainerStore.Entry;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.kernel.file.KernelException;
import dev.gantry.engine.kernel.process.Processes;
import dev.gantry.engine.kernel.process.Processes.ProcessRef;
import dev.gantry.engine.network.Reservation;
import dev.gantry.oci.refusal.Refusal;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What can be done with containers. Each change is written down before it is tried, so that a start of ours after a
 * SIGKILL finds what was meant and {@link Containers} ends it one way or the other.
 */
public final class Lifecycle {
    private static final int SIGKILL = 9;
    private static final long KILL_MILLIS = 10_000;

    private final ContainerStore store;
    private final Runner runner;
    private final Clock clock;
    private final String boot;
    private final Consumer<String> bell;

    Lifecycle(ContainerStore store, Runner runner, Clock clock, String boot, Consumer<String> bell) {
        this.store = store;
        this.runner = runner;
        this.clock = clock;
        this.boot = boot;
        this.bell = bell;
    }

    public ContainerView create(ContainerConfig wanted) {
        ConfigCheck.check(wanted);
        ContainerConfig config = wanted.hostname().isPresent() ? wanted : wanted.withHostname(ownName(wanted.id()));
        Image image = runner.images()
                .find(config.image())
                .orElseThrow(() -> new RefusedException(
                        RefusalCode.IMAGE_NOT_FOUND,
                        "create the container \"" + config.name() + "\"",
                        "the image " + config.image() + " is not on this host",
                        "import the image first"));
        ProcessPlan.args(config, image.config().process());
        runner.images().use(image.digest(), config.id(), config.name());
        Entry entry;
        try {
            entry = store.create(config, State.created(image.digest(), clock.instant()));
        } catch (RuntimeException e) {
            store.find(config.id())
                    .ifPresentOrElse(runner::useImage, () -> runner.images().release(config.id()));
            throw e;
        }
        bell.accept(config.id());
        return entry.view();
    }

    /** Of the id's random end: its beginning is the time, which containers that are made at once share. */
    private static String ownName(String id) {
        return id.substring(id.length() - 12);
    }

    public ContainerView start(String id, long run) {
        Entry entry = store.get(id);
        entry.lock.lock();
        try {
            requireStartable(entry, run);
            runner.clean(id);
            begin(entry, run);
            return entry.view();
        } finally {
            entry.lock.unlock();
            bell.accept(id);
        }
    }

    private void begin(Entry entry, long run) {
        String id = entry.config.id();
        State before = entry.state();
        Optional<Reservation> place = Optional.empty();
        try {
            place = runner.reserve(entry.config);
            entry.write(before.starting(
                    run, place.map(reserved -> reserved.endpoint().address())));
            bell.accept(id);
            ProcessRef init = runner.start(entry.config, before.image().toString(), place);
            entry.write(entry.state().running(new State.Running(init, boot), clock.instant()));
        } catch (RuntimeException e) {
            Refusal refusal = refusal(entry, e);
            if (entry.state().run() != run) {
                entry.write(before.starting(run, Optional.empty()));
            }
            entry.write(entry.state().failed(refusal, clock.instant()));
            runner.clean(id);
            throw e instanceof RefusedException ? e : new RefusedException(refusal, e);
        } finally {
            place.ifPresent(Reservation::close);
        }
    }

    private void requireStartable(Entry entry, long run) {
        State state = entry.state();
        requirePresent(entry);
        if (state.phase().isLive()) {
            throw wrongState(entry, "start", "it is " + state.phase() + " already", "stop it first");
        }
        if (run <= state.run()) {
            throw wrongState(
                    entry, "start", "run " + run + " is not higher than its last, " + state.run(), "ask for a new run");
        }
    }

    /** Asks, waits, insists. The lock is not held while it waits, so that a kill gets through. */
    public ContainerView stop(String id, StopOptions options) {
        Entry entry = store.get(id);
        String wanted = options.signal()
                .or(() -> entry.config.stopSignal())
                .or(() -> imageSignal(entry))
                .orElse("TERM");
        int signal = signalNumber(entry, wanted);
        Duration grace = options.grace().orElse(entry.config.stopGrace());
        Optional<ProcessRef> process = markStopping(entry);
        if (process.isPresent()) {
            ProcessRef init = process.get();
            Processes.signal(init, grace.isZero() ? SIGKILL : signal);
            if (!Processes.awaitEnd(init, grace.isZero() ? KILL_MILLIS : grace.toMillis())) {
                Processes.signal(init, SIGKILL);
                Processes.awaitEnd(init, KILL_MILLIS);
            }
            settle(entry);
            if (entry.state().phase().isLive()) {
                throw wrongState(entry, "stop", "its process survived SIGKILL", "look at the host's kernel log");
            }
        }
        return entry.view();
    }

    private Optional<ProcessRef> markStopping(Entry entry) {
        entry.lock.lock();
        try {
            if (entry.removed() || !entry.state().phase().isLive()) {
                return Optional.empty();
            }
            if (entry.state().phase() != Phase.STOPPING) {
                entry.write(entry.state().stopping());
                bell.accept(entry.config.id());
            }
            return entry.state().process().map(State.Running::init);
        } finally {
            entry.lock.unlock();
        }
    }

    private Optional<String> imageSignal(Entry entry) {
        return runner.images()
                .find(entry.state().image().toString())
                .flatMap(image -> image.config().process().stopSignal());
    }

    public void signal(String id, String name) {
        Entry entry = store.get(id);
        int signal = signalNumber(entry, name);
        State state = entry.state();
        boolean sent = state.phase().isLive()
                && state.process().isPresent()
                && Processes.signal(state.process().get().init(), signal);
        if (!sent) {
            throw wrongState(entry, "send " + name + " to", "it does not run", "start it first");
        }
    }

    public void remove(String id, boolean force) {
        Optional<Entry> found = store.find(id);
        if (found.isEmpty()) {
            return;
        }
        Entry entry = found.get();
        if (entry.state().phase().isLive() && force) {
            stop(id, StopOptions.KILL);
        }
        entry.lock.lock();
        try {
            if (entry.removed()) {
                return;
            }
            if (entry.state().phase().isLive()) {
                throw wrongState(entry, "remove", "it is running", "stop it first, or remove it by force");
            }
            runner.clean(id);
            store.remove(entry);
            runner.images().release(id);
        } finally {
            entry.lock.unlock();
        }
        bell.accept(id);
    }

    /** Looks whether the container's process has ended, and if so writes that down and cleans up. */
    void settle(Entry entry) {
        entry.lock.lock();
        try {
            if (entry.removed() || !entry.state().phase().isLive() || isAlive(entry)) {
                return;
            }
            String id = entry.config.id();
            OptionalInt code = sameBoot(entry) ? runner.exitCode(id) : OptionalInt.empty();
            Instant ended = code.isPresent() ? ended(entry) : clock.instant();
            entry.write(entry.state().exited(code, runner.oomKilled(id), ended));
            bell.accept(id);
            runner.clean(id);
        } finally {
            entry.lock.unlock();
        }
        bell.accept(entry.config.id());
    }

    /** We may have been away when it happened; its end is not before its start, though the file's time is coarse. */
    private Instant ended(Entry entry) {
        Instant ended = runner.exitTime(entry.config.id()).orElseGet(clock::instant);
        return entry.state().startedAt().filter(ended::isBefore).orElse(ended);
    }

    boolean isAlive(Entry entry) {
        return sameBoot(entry)
                && entry.state()
                        .process()
                        .map(State.Running::init)
                        .filter(Processes::alive)
                        .isPresent();
    }

    private boolean sameBoot(Entry entry) {
        return entry.state()
                .process()
                .map(State.Running::boot)
                .filter(boot::equals)
                .isPresent();
    }

    public List<ContainerView> list() {
        return store.all().stream().map(Entry::view).toList();
    }

    public Optional<ContainerView> find(String id) {
        return store.find(id).map(Entry::view);
    }

    /** Refused when there is no such container. */
    public ContainerView require(String id) {
        return store.get(id).view();
    }

    private static int signalNumber(Entry entry, String name) {
        return Processes.signalNumber(name)
                .orElseThrow(() -> new RefusedException(
                        RefusalCode.INVALID_ARGUMENT,
                        "send a signal to the container \"" + entry.config.name() + "\"",
                        "\"" + name + "\" is no signal",
                        "give a name such as SIGTERM, or a number from 1 to 64"));
    }

    private static void requirePresent(Entry entry) {
        if (entry.removed()) {
            throw wrongState(entry, "start", "it has been removed", "create it again");
        }
    }

    private static RefusedException wrongState(Entry entry, String verb, String why, String action) {
        return new RefusedException(
                RefusalCode.CONTAINER_STATE, verb + " the container \"" + entry.config.name() + "\"", why, action);
    }

    private static Refusal refusal(Entry entry, RuntimeException e) {
        if (e instanceof RefusedException refused) {
            return refused.refusal();
        }
        boolean full = e instanceof KernelException kernel && (kernel.is("ENOSPC") || kernel.is("EDQUOT"));
        return new Refusal(
                full ? RefusalCode.DISK_FULL : RefusalCode.RUNTIME_FAILED,
                "start the container \"" + entry.config.name() + "\"",
                String.valueOf(e.getMessage()),
                full ? "make room on the host's disk" : "look at the agent's log, repair the host and try again");
    }
}
