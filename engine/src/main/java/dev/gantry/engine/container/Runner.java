package dev.gantry.engine.container;

import dev.gantry.engine.container.ContainerStore.Entry;
import dev.gantry.engine.image.Images;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.kernel.process.Cgroups;
import dev.gantry.engine.kernel.process.HeldPorts;
import dev.gantry.engine.kernel.process.Processes;
import dev.gantry.engine.kernel.process.Processes.ProcessRef;
import dev.gantry.engine.network.BridgeNetwork;
import dev.gantry.engine.network.Endpoint;
import dev.gantry.engine.network.HostNetwork;
import dev.gantry.engine.network.Reservation;
import dev.gantry.engine.runtime.Bundle;
import dev.gantry.engine.runtime.Conmon;
import dev.gantry.engine.runtime.HostLimits;
import dev.gantry.engine.runtime.OciRuntime;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one container's run into being on the host and takes away what it leaves. Holds no state: each step can be
 * repeated, and {@link #clean} finds what an interrupted start left behind.
 *
 * @param runtime empty when none works here
 */
record Runner(
        ContainerPaths paths,
        Images images,
        BridgeNetwork network,
        Cgroups cgroups,
        Conmon conmon,
        Optional<OciRuntime> runtime,
        Executor background) {
    private static final long EXIT_FILE_MILLIS = 3000;
    private static final long MONITOR_MILLIS = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    /** Keeps the image from being removed as long as the container exists; also when it is gone already, nothing fails. */
    void useImage(Entry entry) {
        if (images.find(entry.state().image().toString()).isPresent()) {
            images.use(entry.state().image(), entry.config.id(), entry.config.name());
        } else {
            LOG.warn("the image {} of container {} is gone", entry.state().image(), entry.config.name());
        }
    }

    /** Reserves address and ports, to be closed after the start; empty for a container without network. */
    Optional<Reservation> reserve(ContainerConfig config) {
        if (config.network() == ContainerConfig.Network.NONE) {
            return Optional.empty();
        }
        return Optional.of(network.reserve(config.id(), config.name(), ports(config)));
    }

    /**
     * The network's namespace and the file system at the same time, then the process, which waits to be let go. What
     * nobody needs before that takes its time beside all of it: the firewall, and the way to the bridge.
     */
    ProcessRef start(ContainerConfig config, String image, Optional<Reservation> place) {
        Optional<Endpoint> endpoint = place.map(Reservation::endpoint);
        OciRuntime program = requireRuntime(config);
        String id = config.id();
        background.execute(cgroups::expectMove);
        conmon.forget(id);
        CompletableFuture<Void> published =
                CompletableFuture.runAsync(() -> endpoint.ifPresent(e -> network.publish()), background);
        ProcessRef init;
        try {
            init = create(config, image, place, program);
        } finally {
            join(published);
        }
        program.start(id);
        return init;
    }

    private ProcessRef create(ContainerConfig config, String image, Optional<Reservation> place, OciRuntime program) {
        Optional<Endpoint> endpoint = place.map(Reservation::endpoint);
        String id = config.id();
        CompletableFuture<Void> isolated = CompletableFuture.runAsync(() -> network.isolate(id), background);
        Bundle bundle = paths.bundle(id);
        try {
            prepare(config, image, endpoint, bundle, program);
        } finally {
            join(isolated);
        }
        CompletableFuture<Void> attached =
                CompletableFuture.runAsync(() -> endpoint.ifPresent(network::attach), background);
        try {
            List<Path> mounts = List.of(bundle.root(), network.namespace(id));
            HeldPorts ports = place.map(Reservation::ports).orElseGet(HeldPorts::new);
            return conmon.create(program, new Conmon.Launch(id, config.name(), bundle.path(), mounts, log(id), ports));
        } finally {
            join(attached);
        }
    }

    private void prepare(
            ContainerConfig config, String image, Optional<Endpoint> endpoint, Bundle bundle, OciRuntime program) {
        String id = config.id();
        Image found = images.find(image)
                .orElseThrow(() -> new RefusedException(
                        RefusalCode.IMAGE_NOT_FOUND,
                        "start the container \"" + config.name() + "\"",
                        "its image " + image + " is not on this host any more",
                        "import the image again"));
        bundle.prepare(new Bundle.Content(
                ProcessPlan.of(config, found.config(), HostLimits.forContainers()),
                images.use(found.digest(), id, config.name())
                        .writable(paths.data().container(id)),
                cgroups.path(id),
                network.namespace(id),
                cgroups.version() == Cgroups.Version.V2,
                program.filter(),
                endpoint.isPresent() ? HostNetwork.resolvConf() : "",
                endpoint.map(Endpoint::address)));
    }

    private OciRuntime requireRuntime(ContainerConfig config) {
        return runtime.orElseThrow(() -> new RefusedException(
                RefusalCode.NOT_SUPPORTED,
                "start the container \"" + config.name() + "\"",
                "no OCI runtime works on this host",
                "look at the host's page for what was tried, and install crun or runc"));
    }

    /** Brings a start that was interrupted to its end: the init process, if there is or can be one. */
    Optional<ProcessRef> resume(String id) {
        Optional<ProcessRef> init = Conmon.initOfInterrupted(paths.bundle(id).path());
        if (init.isEmpty() || runtime.isEmpty()) {
            return Optional.empty();
        }
        String status = runtime.get().status(id).map(OciRuntime.Status::status).orElse("");
        if (status.equals("created")) {
            runtime.get().start(id);
        }
        return status.equals("created") || status.equals("running") ? init : Optional.empty();
    }

    /** After the end of init: waits until conmon has written the exit code, unless conmon is gone, too. */
    OptionalInt exitCode(String id) {
        Optional<ProcessRef> monitor = Conmon.monitor(paths.bundle(id).path());
        OptionalInt code = conmon.exitCode(id);
        if (code.isEmpty() && monitor.isPresent()) {
            Processes.awaitEnd(monitor.get(), EXIT_FILE_MILLIS);
            code = conmon.exitCode(id);
        }
        return code;
    }

    Optional<Instant> exitTime(String id) {
        return conmon.exitTime(id);
    }

    boolean oomKilled(String id) {
        return cgroups.oomKills(id) > 0;
    }

    /** Takes everything of a run away that lives on the host; no-op when there is nothing. */
    void clean(String id) {
        if (!isDirty(id)) {
            network.detach(id);
            return;
        }
        CompletableFuture<Void> detached = CompletableFuture.runAsync(() -> network.detach(id), background);
        try {
            runtime.ifPresent(program -> program.delete(id));
            Conmon.monitor(paths.bundle(id).path()).ifPresent(Runner::end);
            cgroups.remove(id);
        } finally {
            join(detached);
        }
        conmon.forget(id);
        paths.bundle(id).remove();
    }

    /** Waits for its own end, or insists; it holds the container's ports until then. */
    private static void end(ProcessRef monitor) {
        if (!Processes.awaitEnd(monitor, MONITOR_MILLIS)) {
            Processes.killGroup(monitor);
            Processes.awaitEnd(monitor, MONITOR_MILLIS);
        }
    }

    /** Whether a run left something: its bundle is the last thing that goes. */
    boolean isDirty(String id) {
        return Files.exists(paths.bundle(id).path()) || Files.exists(network.namespace(id));
    }

    /** Ids of all bundles and namespaces, also of containers that are no more. */
    List<String> leftovers() {
        try (var bundles = Files.list(paths.bundles());
                var namespaces = Files.list(paths.namespaces())) {
            return java.util.stream.Stream.concat(bundles, namespaces)
                    .map(path -> path.getFileName().toString())
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Endpoint.Port> ports(ContainerConfig config) {
        return config.ports().stream()
                .map(p -> new Endpoint.Port(
                        p.hostAddress(),
                        p.hostPort(),
                        p.containerPort(),
                        p.transport().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private Path log(String id) {
        return paths.log(id);
    }

    private static void join(CompletableFuture<Void> work) {
        try {
            work.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
