package dev.gantry.agent.testing;

import dev.gantry.engine.Engine;
import dev.gantry.engine.EngineInfo;
import dev.gantry.engine.container.ContainerConfig;
import dev.gantry.engine.container.ContainerView;
import dev.gantry.engine.container.LogQuery;
import dev.gantry.engine.container.LogRecord;
import dev.gantry.engine.container.Phase;
import dev.gantry.engine.container.StopOptions;
import dev.gantry.engine.image.ImageLayers;
import dev.gantry.engine.image.ImportProgress;
import dev.gantry.engine.image.store.Assembly;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.network.Resolvers;
import dev.gantry.engine.runtime.RuntimeProbe;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.RegistryAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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
import org.jspecify.annotations.Nullable;

/**
 * An engine without a kernel: the same states, refusals and bells as a real one. Its "processes" live in a
 * {@link World} that outlives it, as containers outlive an agent.
 */
public final class FakeEngine implements Engine {
    private final World world;
    private final List<Consumer<String>> bells = new CopyOnWriteArrayList<>();

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
                new Resolvers(List.of("192.0.2.53"), List.of(), ""));
    }

    @Override
    public List<Image> importImage(InputStream archive, @Nullable Reference name, ImportProgress progress) {
        MessageDigest sum = Digest.sha256();
        byte[] buffer = new byte[64 << 10];
        long total = 0;
        try {
            world.imports.await();
            for (int count = archive.read(buffer); count >= 0; count = archive.read(buffer)) {
                sum.update(buffer, 0, count);
                total += count;
                progress.at("unpack layer 1 of 1", total, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw refusal(RefusalCode.CANCELLED, "import");
        }
        return List.of(made(Digest.finish(sum.digest()), name, total));
    }

    private Image made(Digest digest, @Nullable Reference name, long total) {
        return put(FakeImage.of(digest, name, total));
    }

    @Override
    public void pushImage(String nameOrDigest, Reference name, RegistryAccess access, ImportProgress progress) {
        if (image(nameOrDigest).isEmpty()) {
            throw refusal(RefusalCode.IMAGE_NOT_FOUND, "push " + nameOrDigest);
        }
        world.calls.add("push " + nameOrDigest + " as " + name);
        world.accesses.add(access);
        progress.at("push layer 1 of 1", 0, 100);
        progress.at("push layer 1 of 1", 100, 100);
    }

    /** Tells two layers in turn, and waits between them as an import does. */
    @Override
    public Image pullImage(Reference name, RegistryAccess access, ImportProgress progress) {
        world.calls.add("pull " + name + " " + access);
        world.accesses.add(access);
        progress.at("pull layer 1 of 2", 0, 100);
        progress.at("pull layer 2 of 2", 0, 50);
        try {
            world.imports.await();
        } catch (InterruptedException e) {
            throw refusal(RefusalCode.CANCELLED, "pull");
        }
        progress.at("pull layer 2 of 2", 50, 50);
        progress.at("pull layer 1 of 2", 100, 100);
        return made(Digest.of(name.toString().getBytes(StandardCharsets.UTF_8)), name, 150);
    }

    @Override
    public List<Image> images() {
        return List.copyOf(world.images.values());
    }

    @Override
    public Optional<Image> image(String nameOrDigest) {
        return Optional.ofNullable(world.images.get(nameOrDigest));
    }

    @Override
    public Image tagImage(String nameOrDigest, Reference name) {
        Image image = image(nameOrDigest).orElseThrow(() -> refusal(RefusalCode.IMAGE_NOT_FOUND, "tag"));
        List<Reference> names = new ArrayList<>(image.names());
        names.add(name);
        return put(new Image(image.digest(), image.configDigest(), names, image.config(), image.layers()));
    }

    @Override
    public Image assembleImage(Reference name, List<Assembly.Choice> chosen, Digest configOf) {
        call("assemble " + chosen + " like", configOf.toString());
        return made(Digest.of(name.toString().getBytes(StandardCharsets.UTF_8)), name, 150);
    }

    @Override
    public void untagImage(Reference name) {
        Image image = images().stream()
                .filter(one -> one.names().contains(name))
                .findFirst()
                .orElseThrow(() -> refusal(RefusalCode.IMAGE_NOT_FOUND, "untag"));
        List<Reference> names =
                image.names().stream().filter(one -> !one.equals(name)).toList();
        put(new Image(image.digest(), image.configDigest(), names, image.config(), image.layers()));
    }

    private Image put(Image image) {
        world.images.put(image.digest().toString(), image);
        ring("");
        return image;
    }

    @Override
    public void saveImages(List<String> namesOrDigests, OutputStream out) throws IOException {
        out.write(String.join(" ", namesOrDigests).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ImageLayers layers(Digest digest) {
        return Optional.ofNullable(world.layers.get(digest))
                .orElseThrow(() -> refusal(RefusalCode.IMAGE_NOT_FOUND, "layers"));
    }

    @Override
    public ImageLayers containerLayers(String id) {
        return Optional.ofNullable(world.containerLayers.get(id))
                .orElseThrow(() -> refusal(RefusalCode.CONTAINER_NOT_FOUND, "layers"));
    }

    @Override
    public void removeImage(String nameOrDigest, boolean force) {
        call("removeImage", nameOrDigest);
        if (world.images.remove(nameOrDigest) == null) {
            throw refusal(RefusalCode.IMAGE_NOT_FOUND, "remove " + nameOrDigest);
        }
        ring("");
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

    @Override
    public void onChange(Consumer<String> bell) {
        bells.add(bell);
    }

    @Override
    public void close() {
        bells.clear();
    }

    private void call(String what, String id) {
        world.calls.add(what + " " + id);
        RefusalCode code = world.refusals.get(what + " " + id);
        if (code != null) {
            throw refusal(code, what + " " + id);
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

    private void ring(String id) {
        bells.forEach(bell -> bell.accept(id));
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

    private static RefusedException refusal(RefusalCode code, String tried) {
        return new RefusedException(code, tried, "the test says so", "ask the test");
    }
}
