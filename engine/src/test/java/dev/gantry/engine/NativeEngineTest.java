package dev.gantry.engine;

import static dev.gantry.engine.testing.Boxes.box;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gantry.engine.container.ContainerView;
import dev.gantry.engine.container.Phase;
import dev.gantry.engine.container.StopOptions;
import dev.gantry.engine.kernel.file.Mounts;
import dev.gantry.engine.kernel.process.Command;
import dev.gantry.engine.kernel.process.Processes;
import dev.gantry.engine.testing.EngineContract;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The native engine keeps the contract, survives its own end, and leaves nothing behind. */
@Tag("engine")
class NativeEngineTest extends EngineContract {
    private static final String PARENT =
            "/gantry-test-" + ProcessHandle.current().pid();

    /** Of containers that there were. */
    private final Set<String> ids = ConcurrentHashMap.newKeySet();

    @Override
    protected Engine open() {
        EngineSettings settings =
                new EngineSettings(home.resolve("data"), home.resolve("run"), PARENT, Optional.empty(), 64 << 10, 3);
        NativeEngine opened = NativeEngine.open(settings, Clock.systemUTC());
        opened.onChange(ids::add);
        return opened;
    }

    @Override
    protected String hostAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(link -> !link.getName().startsWith("gantry")
                            && !link.getName().equals("lo"))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .findFirst()
                    .orElseThrow()
                    .getHostAddress();
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void nothingIsLeft() throws IOException {
        assertThat(Mounts.list()).noneMatch(mount -> mount.target().startsWith(home.toString()));
        List<String> links = List.of(new java.io.File("/sys/class/net").list());
        ids.stream()
                .filter(id -> !id.isEmpty())
                .forEach(id -> assertThat(links).doesNotContain("gv" + id.substring(20)));
        Optional<JsonNode> network = network();
        if (network.isPresent() && !isTakenByAnother(network.get())) {
            String bridge = network.get().path("bridge").asString();
            assertThat(links).doesNotContain(bridge);
            assertThat(Command.of("nft", "list", "tables").run().lines()).doesNotContain("table inet gantry_" + bridge);
        }
        try (Stream<Path> groups =
                Files.find(Path.of("/sys/fs/cgroup"), 3, (path, attributes) -> path.endsWith(PARENT.substring(1)))) {
            assertThat(groups).isEmpty();
        }
    }

    /** Empty as long as no container needed one. */
    private Optional<JsonNode> network() throws IOException {
        Path file = home.resolve("data/network.json");
        return Files.exists(file)
                ? Optional.of(JsonMapper.shared().readTree(Files.readString(file)))
                : Optional.empty();
    }

    /** A name is free as soon as our bridge is gone; the alias tells whose it is now. */
    private static boolean isTakenByAnother(JsonNode network) throws IOException {
        Path alias = Path.of("/sys/class/net", network.path("bridge").asString(), "ifalias");
        return Files.exists(alias)
                && !Files.readString(alias).strip().equals(network.path("token").asString());
    }

    @Test
    void the_probe_chose_a_runtime_and_says_why() {
        assertThat(engine.info().runtime()).isPresent();
        assertThat(engine.info().reason()).contains("works");
        assertThat(engine.info().runtimes()).hasSize(2);
    }

    @Test
    void limits_are_in_the_cgroups_files() throws IOException {
        ContainerView view = run(box("limited", "sleep 600").limits(48L << 20, 0.5, 33));
        Path v1 = Path.of("/sys/fs/cgroup/memory" + PARENT, view.id());
        if (Files.isDirectory(v1)) {
            Path groups = Path.of("/sys/fs/cgroup");
            assertThat(Files.readString(v1.resolve("memory.limit_in_bytes"))).isEqualToIgnoringWhitespace("50331648");
            Path cpu = groups.resolve("cpu" + PARENT).resolve(view.id());
            assertThat(Files.readString(cpu.resolve("cpu.cfs_quota_us"))).isEqualToIgnoringWhitespace("50000");
            Path pids = groups.resolve("pids" + PARENT).resolve(view.id());
            assertThat(Files.readString(pids.resolve("pids.max"))).isEqualToIgnoringWhitespace("33");
        } else {
            Path group = Path.of("/sys/fs/cgroup" + PARENT, view.id());
            assertThat(Files.readString(group.resolve("memory.max"))).isEqualToIgnoringWhitespace("50331648");
            assertThat(Files.readString(group.resolve("cpu.max"))).isEqualToIgnoringWhitespace("50000 100000");
            assertThat(Files.readString(group.resolve("pids.max"))).isEqualToIgnoringWhitespace("33");
        }
    }

    @Test
    void a_new_engine_adopts_what_runs_with_the_same_pid_and_port() {
        int port = freePort();
        ContainerView before = run(box("kept", SERVE).publish("", port, 80));
        engine.close();
        engine = open();
        ContainerView after = engine.container(before.id()).orElseThrow();
        assertThat(after).isEqualTo(before);
        assertThat(get("http://127.0.0.1:" + port + "/index.html")).isEqualTo("hello");
        assertThat(engine.stop(before.id(), StopOptions.KILL).exitCode()).hasValue(137);
    }

    @Test
    void an_exit_between_two_engines_is_known_with_its_code_and_time() {
        ContainerView view = run(box("brief", "sleep 1; echo last words; exit 42"));
        engine.close();
        Path exit = home.resolve("run/exits").resolve(view.id());
        await().until(() -> Files.exists(exit));
        Instant back = Instant.now();
        engine = open();
        ContainerView ended = ended(view.id());
        assertThat(ended.exitCode()).hasValue(42);
        assertThat(ended.finishedAt())
                .hasValueSatisfying(
                        time -> assertThat(time).isBetween(view.startedAt().orElseThrow(), back));
        assertThat(lines(view.id())).containsExactly("last words");
    }

    @Test
    void a_second_engine_over_the_same_directories_is_refused() {
        assertThatThrownBy(this::open).hasMessageContaining("another engine uses it");
    }

    @Test
    void without_conmon_a_container_still_has_its_true_state() throws IOException {
        ContainerView view = run(box("orphan", "sleep 600"));
        Path pidFile = home.resolve("run/b").resolve(view.id()).resolve("conmon.pid");
        int conmon = Integer.parseInt(Files.readString(pidFile).strip());
        Processes.find(conmon).ifPresent(Processes::killGroup);
        await().until(() -> Processes.find(conmon).isEmpty());
        assertThat(engine.container(view.id()).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
        Processes.find((int) view.pid().orElseThrow()).ifPresent(init -> Processes.signal(init, 9));
        await().atMost(Duration.ofSeconds(3))
                .until(() -> engine.container(view.id()).orElseThrow().phase() == Phase.EXITED);
        assertThat(engine.container(view.id()).orElseThrow().exitCode()).isEmpty();
    }

    @Test
    void a_killed_init_is_noticed() {
        ContainerView view = run(box("killed", "sleep 600"));
        Processes.find((int) view.pid().orElseThrow()).ifPresent(init -> Processes.signal(init, 9));
        assertThat(ended(view.id()).exitCode()).hasValue(137);
    }

    @Test
    void a_flushed_ruleset_is_back_within_five_seconds() throws IOException {
        int port = freePort();
        run(box("flushed", SERVE).publish("", port, 80));
        String bridge = network().orElseThrow().path("bridge").asString();
        await().until(() -> get("http://127.0.0.1:" + port + "/index.html").equals("hello"));
        Command.of("nft", "delete", "table", "inet", "gantry_" + bridge).run();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> get("http://127.0.0.1:" + port + "/index.html").equals("hello"));
    }

    @Test
    void rotation_loses_no_line_while_the_container_writes() {
        ContainerView view = run(box(
                        "writer",
                        "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); [ $((i % 100)) = 0 ] && sleep 0.1; done; sleep 2")
                .alone());
        List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
        Thread follower = new Thread(() -> engine.logs(
                view.id(),
                new dev.gantry.engine.container.LogQuery(Optional.empty(), java.util.OptionalInt.empty(), true),
                record -> seen.add(record.text())));
        follower.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> seen.size() >= 3000);
        assertThat(seen).hasSize(3000).doesNotHaveDuplicates().endsWith("line 2999");
        assertThat(home.resolve("data/containers")
                        .resolve(view.id())
                        .resolve("log")
                        .toFile()
                        .list()
                        .length)
                .isGreaterThan(1);
        follower.interrupt();
    }
}
