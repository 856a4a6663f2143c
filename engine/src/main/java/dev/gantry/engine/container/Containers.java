package dev.gantry.engine.container;

import dev.gantry.engine.container.ContainerStore.Entry;
import dev.gantry.engine.disk.Ingest;
import dev.gantry.engine.image.Images;
import dev.gantry.engine.kernel.process.Cgroups;
import dev.gantry.engine.network.BridgeNetwork;
import dev.gantry.engine.network.Endpoint;
import dev.gantry.engine.runtime.Conmon;
import dev.gantry.engine.runtime.OciRuntime;
import dev.gantry.oci.refusal.Refusal;
import dev.gantry.oci.refusal.RefusalCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * All containers of one data root. {@link #open} takes over what runs and ends what was half done; {@link #resync}, called
 * again and again, finds what has ended.
 */
public final class Containers {
    private final ContainerStore store;
    private final Runner runner;
    private final Lifecycle lifecycle;
    private final Clock clock;
    private final String boot;

    /** What the containers stand on. @param runtime empty when none works here */
    public record Parts(
            ContainerPaths paths,
            Ingest ingest,
            Images images,
            BridgeNetwork network,
            Cgroups cgroups,
            Conmon conmon,
            Optional<OciRuntime> runtime,
            Executor background) {}

    private Containers(Parts parts, Clock clock, Consumer<String> bell) {
        this.clock = clock;
        this.boot = bootId();
        store = new ContainerStore(parts.paths(), parts.ingest());
        runner = new Runner(
                parts.paths(),
                parts.images(),
                parts.network(),
                parts.cgroups(),
                parts.conmon(),
                parts.runtime(),
                parts.background());
        lifecycle = new Lifecycle(store, runner, clock, boot, bell);
    }

    /** @param bell rings with the id of a container whose view may have changed */
    public static Containers open(Parts parts, Clock clock, Consumer<String> bell) {
        Containers containers = new Containers(parts, clock, bell);
        containers.adopt();
        return containers;
    }

    public Lifecycle lifecycle() {
        return lifecycle;
    }

    private void adopt() {
        store.all().forEach(runner::useImage);
        runner.images().collect();
        List<Endpoint> onBridge = new ArrayList<>();
        for (Entry entry : store.all()) {
            if (entry.state().phase() == Phase.STARTING) {
                resume(entry);
            }
            State state = entry.state();
            if (state.phase().isLive()
                    && lifecycle.isAlive(entry)
                    && state.address().isPresent()) {
                onBridge.add(new Endpoint(
                        entry.config.id(), entry.config.name(), state.address().get(), Runner.ports(entry.config)));
            }
        }
        runner.network().adopt(onBridge);
        store.all().forEach(lifecycle::settle);
        for (Entry entry : store.all()) {
            if (entry.state().phase() == Phase.STOPPING) {
                runner.background().execute(() -> lifecycle.stop(entry.config.id(), StopOptions.DEFAULT));
            }
        }
        for (String id : runner.leftovers()) {
            if (store.find(id).map(entry -> !entry.state().phase().isLive()).orElse(true)) {
                runner.clean(id);
            }
        }
    }

    /** A start that was interrupted goes on, or is undone and told. */
    private void resume(Entry entry) {
        var init = runner.resume(entry.config.id());
        if (init.isPresent()) {
            entry.write(entry.state().running(new State.Running(init.get(), boot), clock.instant()));
        } else {
            entry.write(entry.state()
                    .failed(
                            new Refusal(
                                    RefusalCode.RUNTIME_FAILED,
                                    "start the container \"" + entry.config.name() + "\"",
                                    "the engine was ended while it started the container, and no process was left",
                                    "start it again"),
                            clock.instant()));
            runner.clean(entry.config.id());
        }
    }

    /** Looks at every running container's process; what has ended is settled in the background. */
    public void resync() {
        for (Entry entry : store.all()) {
            boolean ended = entry.state().phase().isLive()
                    && entry.state().phase() != Phase.STARTING
                    && !lifecycle.isAlive(entry)
                    && !entry.lock.isLocked();
            if (ended) {
                runner.background().execute(() -> lifecycle.settle(entry));
            }
        }
    }

    /** Whether a process of any container may exist. */
    public boolean anyLive() {
        return store.all().stream().anyMatch(entry -> entry.state().phase().isLive());
    }

    private static String bootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
