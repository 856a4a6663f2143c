package dev.gantry.agent.testing;

import dev.gantry.engine.EngineInfo;
import dev.gantry.engine.container.ContainerConfig;
import dev.gantry.engine.container.ContainerView;
import dev.gantry.engine.container.LogQuery;
import dev.gantry.engine.container.LogRecord;
import dev.gantry.engine.container.Phase;
import dev.gantry.engine.container.StopOptions;
import dev.gantry.engine.image.look.ImageLayers;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.network.Resolvers;
import dev.gantry.engine.runtime.RuntimeProbe;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.registry.RegistryAccess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * An engine without a kernel: the same states, refusals and bells as a real one. Its "processes" live in a
 * {@link World} that outlives it, as containers outlive an agent.
 */
public final class FakeEngine extends FakeImages {
    private final World world;

    /** What is on the host, whoever looks at it. */
    public static final class World {
        final Map<String, ContainerView> containers = new ConcurrentHashMap<>();
        final Map<String, Image> images = new ConcurrentHashMap<>();
        /** By the image's digest. */
        public final Map<Digest, ImageLayers> layers = new ConcurrentHashMap<>();

        /** By the container's id. */
        public final Map<String, ImageLayers> containerLayers = new ConcurrentHashMap<>();

        final Map<String, List<LogRecord>> logs = new ConcurrentHashMap<>();
        final AtomicLong pids = new AtomicLong(1000);
        /** Calls that failed or succeeded, such as "start a1". */
        public final List<String> calls = new CopyOnWriteArrayList<>();
        /** Refusals to give, by call, until they are removed. */
        public final List<RegistryAccess> accesses = new CopyOnWriteArrayList<>();

        public final Map<String, RefusalCode> refusals = new ConcurrentHashMap<>();

        private volatile CountDownLatch imports = new CountDownLatch(0);

        CountDownLatch imports() {
            return imports;
        }

        /** Is there as if it had been imported. */
        public void image(Image image) {
            images.put(image.digest().toString(), image);
        }

        /** From now on an import begins and reads nothing. */
        public void holdImports() {
            imports = new CountDownLatch(1);
        }

        public void releaseImports() {
            imports.countDown();
        }
    }

    public FakeEngine(World world) {
        super(world);
        this.world = world;
    }

    public World world() {
        return world;
    }

    @Override
    public EngineInfo info() {
        RuntimeProbe probe = new RuntimeProbe("runc", "/usr/bin/runc", "1.1.5", true, false, "ran in 26 ms");
        return new EngineInfo(
                "fake",
                "1",
                Optional.of("runc"),
                "the only one",
                List.of(probe),
                "v2",
                List.of("process"),
                "igzip",
                new Resolvers(List.of("192.0.2.53"), List.of(), ""));
    }

    @Override
    public synchronized ContainerView create(ContainerConfig config) {
        call("create", config.id());
        if (world.containers.containsKey(config.id())) {
            throw refusal(RefusalCode.NAME_TAKEN, "create " + config.id());
        }
        ContainerView view = new ContainerView(
                config,
                Digest.of(new byte[0]),
                0,
                Phase.CREATED,
                OptionalLong.empty(),
                OptionalInt.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
        return put(view);
    }

    @Override
    public synchronized ContainerView start(String id, long run) {
        call("start", id);
        ContainerView view = get(id);
        if (view.phase().isLive() || run <= view.run()) {
            throw refusal(RefusalCode.CONTAINER_STATE, "start " + id);
        }
        return put(with(view, run, Phase.RUNNING, OptionalLong.of(world.pids.incrementAndGet()), OptionalInt.empty()));
    }

    @Override
    public synchronized ContainerView stop(String id, StopOptions options) {
        call("stop", id);
        ContainerView view = get(id);
        return view.phase().isLive() ? exit(id, 143) : view;
    }

    /** The container's process ends by itself. */
    public synchronized ContainerView exit(String id, int code) {
        ContainerView view = get(id);
        return put(with(view, view.run(), Phase.EXITED, OptionalLong.empty(), OptionalInt.of(code)));
    }

    @Override
    public void signal(String id, String signal) {
        call("signal " + signal, id);
        exit(id, 137);
    }

    @Override
    public synchronized void remove(String id, boolean force) {
        call("remove", id);
        ContainerView view = world.containers.get(id);
        if (view != null && view.phase().isLive() && !force) {
            throw refusal(RefusalCode.CONTAINER_STATE, "remove " + id);
        }
        world.containers.remove(id);
        ring(id);
    }

    @Override
    public List<ContainerView> containers() {
        return new ArrayList<>(world.containers.values());
    }

    @Override
    public Optional<ContainerView> container(String id) {
        return Optional.ofNullable(world.containers.get(id));
    }

    /** The container writes a line. */
    public void write(String id, String text) {
        List<LogRecord> log = world.logs.computeIfAbsent(id, key -> new ArrayList<>());
        synchronized (log) {
            log.add(new LogRecord(Instant.EPOCH.plusSeconds(log.size()), LogRecord.Stream.STDOUT, text, false));
            log.notifyAll();
        }
    }

    @Override
    public void logs(String id, LogQuery query, Consumer<LogRecord> consumer) {
        List<LogRecord> log = world.logs.computeIfAbsent(id, key -> new ArrayList<>());
        for (int next = 0; ; next++) {
            LogRecord line;
            synchronized (log) {
                while (next >= log.size()) {
                    if (!query.follow() || !world.containers.containsKey(id)) {
                        return;
                    }
                    try {
                        log.wait();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                }
                line = log.get(next);
            }
            consumer.accept(line);
        }
    }

    private ContainerView get(String id) {
        return container(id).orElseThrow(() -> refusal(RefusalCode.CONTAINER_NOT_FOUND, "find " + id));
    }

    private ContainerView put(ContainerView view) {
        world.containers.put(view.id(), view);
        ring(view.id());
        return view;
    }

    private static ContainerView with(ContainerView old, long run, Phase phase, OptionalLong pid, OptionalInt exit) {
        return new ContainerView(
                old.config(),
                old.image(),
                run,
                phase,
                pid,
                exit,
                false,
                Optional.empty(),
                Optional.empty(),
                old.createdAt(),
                old.startedAt(),
                old.finishedAt());
    }
}
