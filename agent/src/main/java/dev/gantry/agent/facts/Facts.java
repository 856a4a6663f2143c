package dev.gantry.agent.facts;

import dev.gantry.agent.home.AgentHome;
import dev.gantry.engine.Engine;
import dev.gantry.engine.EngineInfo;
import dev.gantry.engine.container.ContainerView;
import dev.gantry.protocol.AgentMessage.Heartbeat;
import dev.gantry.protocol.facts.HostFacts;
import dev.gantry.protocol.facts.HostFacts.EngineFacts;
import dev.gantry.protocol.facts.HostFacts.Location;
import dev.gantry.protocol.facts.HostFacts.NameFacts;
import dev.gantry.protocol.facts.HostFacts.Os;
import dev.gantry.protocol.facts.HostFacts.RuntimeFacts;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Collects what is known of this host. Cheap but for the place, which is asked for rarely and in the background. */
public final class Facts {
    /** All clouds together have so long to say that the host is theirs. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** A host moves between places at most by being stopped; the type may change then, too. */
    private static final long LOCATION_NANOS = Duration.ofHours(1).toNanos();

    private final AgentHome home;
    private final Map<String, String> labels;
    private final CloudMetadata metadata;
    private final Proc proc = new Proc(Path.of("/"));
    private CompletableFuture<Location> location;
    private long locatedAt = System.nanoTime();

    /** Begins at once to ask where the host stands. */
    public Facts(AgentHome home, Map<String, String> labels, MetadataSettings settings, JsonMapper json) {
        this.home = home;
        this.labels = Map.copyOf(labels);
        this.metadata = new CloudMetadata(settings, json, PATIENCE);
        this.location = metadata.locate();
    }

    /** The host's own name, without a domain it may have. */
    public String hostname() {
        return proc.hostname();
    }

    /** Waits for the place, at most a second after the start. */
    public HostFacts collect(Engine engine) throws IOException {
        Map<String, String> release = proc.osRelease();
        EngineInfo info = engine.info();
        return new HostFacts(
                proc.hostname(),
                proc.bootId(),
                new Os("linux", release.getOrDefault("NAME", "Linux"), proc.osVersion(), build(release), proc.kernel()),
                architecture(System.getProperty("os.arch", "")),
                Runtime.getRuntime().availableProcessors(),
                proc.memory("MemTotal"),
                disk().getTotalSpace(),
                Addresses.ofHost(),
                engine(info),
                info.cgroup(),
                info.isolations(),
                location(),
                labels,
                new NameFacts(info.names().servers(), info.names().trouble().orElse(null)));
    }

    public Heartbeat heartbeat(Engine engine) throws IOException {
        int running = (int) engine.containers().stream()
                .map(ContainerView::phase)
                .filter(phase -> phase.isLive())
                .count();
        return new Heartbeat(proc.load1(), proc.memory("MemAvailable"), disk().getUsableSpace(), running);
    }

    private synchronized Location location() {
        if (System.nanoTime() - locatedAt > LOCATION_NANOS) {
            locatedAt = System.nanoTime();
            CompletableFuture<Location> before = location;
            CompletableFuture<Location> again = metadata.locate();
            location = again;
            return again.getNow(before.join());
        }
        return location.join();
    }

    /** Of the data root, or of what is there before it is made. */
    private FileStore disk() throws IOException {
        Path path = home.engineData();
        while (!Files.exists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        return Files.getFileStore(path);
    }

    private static EngineFacts engine(EngineInfo info) {
        return new EngineFacts(
                info.name(),
                info.version(),
                info.runtime().orElse(null),
                info.reason(),
                info.runtimes().stream()
                        .map(probe -> new RuntimeFacts(
                                probe.name(), probe.path(), probe.version(), probe.usable(), probe.detail()))
                        .toList(),
                info.gzip());
    }

    /** Systems that are built as a whole, rolling and image-based ones, number their builds, os-release(5). */
    static @Nullable String build(Map<String, String> release) {
        String build = release.getOrDefault("BUILD_ID", release.getOrDefault("IMAGE_VERSION", ""));
        return build.isBlank() ? null : build;
    }

    /** OCI's name, which is Go's, for Java's. */
    static String architecture(String java) {
        return switch (java.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> java;
        };
    }
}
