package dev.gantry.engine;

import dev.gantry.engine.container.ContainerConfig;
import dev.gantry.engine.container.ContainerPaths;
import dev.gantry.engine.container.ContainerView;
import dev.gantry.engine.container.Containers;
import dev.gantry.engine.container.LogQuery;
import dev.gantry.engine.container.LogRecord;
import dev.gantry.engine.container.StopOptions;
import dev.gantry.engine.disk.DataRoot;
import dev.gantry.engine.disk.Ingest;
import dev.gantry.engine.image.ImageContent;
import dev.gantry.engine.image.Images;
import dev.gantry.engine.image.ImportProgress;
import dev.gantry.engine.image.look.ImageLayers;
import dev.gantry.engine.image.prune.PrunePlan;
import dev.gantry.engine.image.prune.PruneResult;
import dev.gantry.engine.image.prune.PruneRules;
import dev.gantry.engine.image.prune.PruneSeen;
import dev.gantry.engine.image.store.Assembly;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.image.usage.StoreUse;
import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.DiskUse;
import dev.gantry.engine.kernel.process.Cgroups;
import dev.gantry.engine.log.LogFiles;
import dev.gantry.engine.log.LogReader;
import dev.gantry.engine.log.Rotation;
import dev.gantry.engine.network.BridgeNetwork;
import dev.gantry.engine.network.NetworkFile;
import dev.gantry.engine.network.Resolvers;
import dev.gantry.engine.network.Subnet;
import dev.gantry.engine.runtime.Conmon;
import dev.gantry.engine.runtime.OciRuntime;
import dev.gantry.engine.runtime.RuntimeProbe;
import dev.gantry.engine.runtime.RuntimeProber;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.registry.RegistryAccess;
import dev.gantry.oci.registry.http.Connections;
import dev.gantry.oci.registry.http.Pause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gantry's own engine: OCI runtime, conmon, overlay, one bridge. */
public final class NativeEngine implements Engine {
    private static final Duration RESYNC = Duration.ofSeconds(1);
    /** Looking at the firewall costs a process, so not with every look at the containers. */
    private static final int LOOKS_PER_RESTORE = 3;

    private final Clock clock;
    private final DataRoot data;
    private final ContainerPaths paths;
    private final Rotation rotation;
    private final EngineLock lock;
    private final List<RuntimeProbe> probes;
    private final Images images;
    private final Cgroups cgroups;
    private final BridgeNetwork network;
    private final Containers containers;
    private final Watch watch;
    private final Optional<OciRuntime> runtime;
    private final ExecutorService background;
    private final List<Consumer<String>> bells = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicInteger looks = new AtomicInteger();

    /** Opens the engine and takes over what runs; refused when another engine uses the same directories. */
    public static NativeEngine open(EngineSettings settings, Clock clock) {
        return new NativeEngine(settings, clock);
    }

    private NativeEngine(EngineSettings settings, Clock clock) {
        this.clock = clock;
        Dir.make(settings.runRoot(), 0700);
        lock = EngineLock.take(settings.runRoot());
        data = DataRoot.prepare(settings.dataRoot());
        Ingest ingest = new Ingest(data);
        images = new Images(
                data,
                ingest,
                settings.limits(),
                Images.hostArchitecture(),
                Decompressor.of(settings.limits().decompression()),
                new Connections(settings.registries(), Pause.REAL));
        paths = new ContainerPaths(data, settings.runRoot());
        paths.runDirectories().forEach(directory -> Dir.make(directory, 0700));
        cgroups = Cgroups.detect(settings.cgroupParent());
        network = new BridgeNetwork(
                new NetworkFile(data.network(), settings.subnet().map(Subnet::parse)), paths.namespaces());
        RuntimeProber prober = new RuntimeProber(
                settings.runRoot().resolve("probe"), settings.cgroupParent(), cgroups.viewOfV1(settings.runRoot()));
        probes = prober.probe();
        background = Executors.newCachedThreadPool(runnable -> {
            Thread thread = new Thread(runnable, "engine-background");
            thread.setDaemon(true);
            return thread;
        });
        rotation = new Rotation(settings.logBytes(), settings.logFiles());
        Conmon conmon = new Conmon(
                RuntimeProber.find("conmon").orElse(Path.of("conmon")),
                paths.exits(),
                paths.sockets(),
                rotation.unattendedBytes());
        runtime = prober.runtime(probes, paths.runtimeState());
        containers = Containers.open(
                new Containers.Parts(paths, ingest, images, network, cgroups, conmon, runtime, background),
                clock,
                this::ring);
        watch = new Watch(paths.exits(), RESYNC, this::look);
        watch.start();
    }

    private void look() {
        containers.resync();
        for (ContainerView container : containers.lifecycle().list()) {
            if (container.phase().isLive()) {
                Path bundle = paths.bundle(container.id()).path();
                rotation.look(logFiles(container.id()), () -> Conmon.reopenLog(bundle));
            }
        }
        if (looks.incrementAndGet() % LOOKS_PER_RESTORE == 0) {
            network.restore();
        }
    }

    private void ring(String what) {
        bells.forEach(bell -> bell.accept(what));
    }

    private LogFiles logFiles(String id) {
        return new LogFiles(paths.logs(id));
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo(
                "native",
                Optional.ofNullable(NativeEngine.class.getPackage().getImplementationVersion())
                        .orElse("0.1.0"),
                RuntimeProber.choose(probes).map(RuntimeProbe::name),
                RuntimeProber.reason(probes),
                probes,
                cgroups.version().name().toLowerCase(Locale.ROOT),
                List.of("process"),
                images.gzip(),
                Resolvers.ofHost());
    }

    @Override
    public List<Image> importImage(InputStream archive, @Nullable Reference name, ImportProgress progress) {
        List<Image> added = images.importImage(archive, name, progress);
        ring("");
        return added;
    }

    @Override
    public Image pullImage(
            Reference name, RegistryAccess access, Optional<PlatformChoice> platform, ImportProgress progress) {
        Image pulled = images.pullImage(name, access, platform, progress);
        ring("");
        return pulled;
    }

    @Override
    public void pushImage(String nameOrDigest, Reference name, RegistryAccess access, ImportProgress progress) {
        images.pushImage(nameOrDigest, name, access, progress);
    }

    @Override
    public List<Image> images() {
        return images.list();
    }

    @Override
    public Optional<Image> image(String nameOrDigest) {
        return images.find(nameOrDigest);
    }

    @Override
    public Image tagImage(String nameOrDigest, Reference name) {
        Image image = images.tag(nameOrDigest, name);
        ring("");
        return image;
    }

    @Override
    public Image assembleImage(Reference name, List<Assembly.Choice> chosen, Digest configOf) {
        Image made = images.assemble(name, chosen, configOf);
        ring("");
        return made;
    }

    @Override
    public void untagImage(Reference name) {
        images.untag(name);
        ring("");
    }

    @Override
    public void saveImages(List<String> namesOrDigests, OutputStream out) throws IOException {
        images.save(namesOrDigests, out);
    }

    @Override
    public ImageContent describeContent(Digest digest) {
        return images.describeContent(digest);
    }

    @Override
    public List<Descriptor> missingContent(ImageContent described) {
        return images.missingContent(described);
    }

    @Override
    public void sendContent(Digest digest, List<Digest> layers, OutputStream out, ImportProgress progress)
            throws IOException {
        images.sendContent(digest, layers, out, progress);
    }

    @Override
    public Image receiveImage(ImageContent described, List<Digest> coming, InputStream in, ImportProgress progress) {
        Image received = images.receive(described, coming, in, progress);
        ring("");
        return received;
    }

    @Override
    public ImageLayers layers(Digest digest) {
        return images.layers(digest);
    }

    @Override
    public ImageLayers containerLayers(String id) {
        Digest image = containers.lifecycle().require(id).image();
        return images.layers(image, paths.data().container(id));
    }

    @Override
    public void removeImage(String nameOrDigest, boolean force) {
        images.remove(nameOrDigest, force);
        ring("");
    }

    @Override
    public PrunePlan previewPrune(PruneRules rules, Map<Digest, List<String>> needed) {
        return images.previewPrune(rules, needed, clock.instant());
    }

    @Override
    public PruneResult pruneImages(
            PruneRules rules, List<PruneSeen> seen, Map<Digest, List<String>> needed, ImportProgress progress) {
        try {
            return images.prune(rules, seen, needed, clock.instant(), progress);
        } finally {
            ring("");
        }
    }

    @Override
    public DiskUsage diskUsage() {
        StoreUse store = images.diskUse();
        List<DiskUsage.ContainerUse> own = containers.lifecycle().list().stream()
                .map(container -> new DiskUsage.ContainerUse(
                        container.id(), container.config().name(), DiskUse.of(data.container(container.id()))))
                .toList();
        return new DiskUsage(store, own);
    }

    @Override
    public ContainerView create(ContainerConfig config) {
        return containers.lifecycle().create(config);
    }

    @Override
    public ContainerView start(String id, long run) {
        return containers.lifecycle().start(id, run);
    }

    @Override
    public ContainerView stop(String id, StopOptions options) {
        return containers.lifecycle().stop(id, options);
    }

    @Override
    public void signal(String id, String signal) {
        containers.lifecycle().signal(id, signal);
    }

    @Override
    public void remove(String id, boolean force) {
        containers.lifecycle().remove(id, force);
    }

    @Override
    public List<ContainerView> containers() {
        return containers.lifecycle().list();
    }

    @Override
    public Optional<ContainerView> container(String id) {
        return containers.lifecycle().find(id);
    }

    @Override
    public void logs(String id, LogQuery query, Consumer<LogRecord> consumer) {
        containers.lifecycle().require(id);
        new LogReader(logFiles(id), query, consumer)
                .read(() -> !closed.get() && container(id).isPresent());
    }

    @Override
    public void onChange(Consumer<String> bell) {
        bells.add(bell);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        watch.close();
        background.shutdown();
        if (!containers.anyLive()) {
            network.removeIfEmpty();
            cgroups.removeEmptyParent();
        }
        runtime.ifPresent(OciRuntime::close);
        lock.close();
    }
}
