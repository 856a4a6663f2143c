package dev.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.engine.container.ContainerView;
import dev.gantry.engine.container.Phase;
import dev.gantry.engine.image.ImportProgress;
import dev.gantry.engine.kernel.file.Mounts;
import dev.gantry.engine.kernel.process.Command;
import dev.gantry.engine.testing.Boxes;
import dev.gantry.engine.testing.Programs;
import dev.gantry.engine.testing.Victim;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real programs with an engine are ended by SIGKILL at moments that nobody chose, again and again over one data root;
 * the next engine knows the truth each time. The seed in a failure's message brings the same moments again.
 */
@Tag("engine")
class CrashTest {
    private static final int KILLS = 12;
    private static final String PARENT =
            "/gantry-crash-" + ProcessHandle.current().pid();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path home;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    /** What was acknowledged of each container, "create", "start PID", …; and what was only begun. */
    private final Map<String, String> done = new LinkedHashMap<>();

    private final Map<String, String> images = new LinkedHashMap<>();
    private String begun = "";

    @BeforeEach
    void importTheBox() {
        try (Engine engine = open()) {
            engine.importImage(Boxes.archive("/nowhere"), null, ImportProgress.NONE);
        }
    }

    @AfterEach
    void removeEverything() {
        try (Engine engine = open()) {
            for (ContainerView container : engine.containers()) {
                engine.remove(container.id(), true);
            }
        }
        assertThat(Mounts.list()).noneMatch(mount -> mount.target().startsWith(home.toString()));
        assertThat(groups()).isEmpty();
    }

    private Engine open() {
        return NativeEngine.open(Victim.settings(home, PARENT), Clock.systemUTC());
    }

    @Test
    void after_each_kill_the_next_engine_knows_the_truth_and_nothing_is_left_over() throws Exception {
        for (int i = 0; i < KILLS; i++) {
            work(i);
            try (Engine engine = open()) {
                check(engine, "seed " + seed + ", kill " + i + ", begun: " + begun + ", done: " + done);
            }
        }
    }

    /** Lets a victim work for some steps and a little more, then kills it. */
    private void work(int number) throws IOException, InterruptedException {
        int lines = 1 + random.nextInt(14);
        long more = random.nextInt(80);
        Process victim = Programs.start(Victim.class, home.toString(), PARENT, Long.toString(random.nextLong()));
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < lines; i++) {
                note(said.readLine());
            }
            boolean ended = victim.waitFor(more, TimeUnit.MILLISECONDS);
            assertThat(ended).as("the victim ended itself, seed %s", seed).isFalse();
            // By its handle, which leaves the pipe open: what was said last is in it.
            victim.toHandle().destroyForcibly();
            victim.waitFor();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                note(line);
            }
        } finally {
            victim.destroyForcibly();
        }
    }

    private void note(String line) {
        assertThat(line).as("the victim ended itself, seed %s", seed).isNotNull();
        String[] words = line.split(" ", 3);
        if (words[0].equals("begin")) {
            begun = words[1] + " " + words[2];
        } else if (words[0].equals("done")) {
            begun = "";
            boolean image = words[1].equals("import") || words[1].equals("forget");
            String[] rest = words[2].split(" ", 2);
            (image ? images : done).put(rest[0], words[1] + (rest.length > 1 ? " " + rest[1] : ""));
        }
    }

    private void check(Engine engine, String where) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(engine.containers())
                        .as(where)
                        .noneMatch(view -> view.phase() == Phase.STARTING || view.phase() == Phase.STOPPING));
        images.forEach((name, what) -> {
            if (!begun.endsWith(name)) {
                assertThat(engine.image(name).isPresent())
                        .as("%s of %s, %s", what, name, where)
                        .isEqualTo(what.equals("import"));
            }
        });
        done.forEach((id, what) -> {
            String phase = engine.container(id)
                    .map(view -> view.phase()
                            + (view.pid().isPresent() ? " " + view.pid().getAsLong() : ""))
                    .orElse("gone");
            assertThat(phase).as("%s after %s, %s", id, what, where).matches(allowed(what, begun, id));
        });
        await().atMost(PATIENCE).untilAsserted(() -> nothingLeftOver(engine, where));
        done.clear();
        begun = "";
        for (ContainerView view : engine.containers()) {
            done.put(
                    view.id(),
                    switch (view.phase()) {
                        case RUNNING -> "start " + view.pid().orElseThrow();
                        case CREATED -> "create";
                        default -> "stop";
                    });
        }
    }

    /** @return pattern of what a container may be after what was acknowledged and what was begun */
    private static String allowed(String acknowledged, String begun, String id) {
        String[] words = acknowledged.split(" ");
        String now = switch (words[0]) {
            case "create" -> "CREATED";
            case "start" -> "RUNNING " + words[1];
            case "remove" -> "gone";
            default -> "EXITED|FAILED";
        };
        if (!begun.endsWith(id)) {
            return now;
        }
        return now
                + switch (begun.split(" ")[0]) {
                    case "start" -> "|RUNNING \\d+|FAILED";
                    case "stop" -> "|EXITED";
                    default -> "|gone";
                };
    }

    /** Mounts, namespaces, links, cgroups, bundles and processes are those of the running containers. */
    private void nothingLeftOver(Engine engine, String where) {
        Set<String> live = new TreeSet<>();
        for (ContainerView view : engine.containers()) {
            if (view.phase() == Phase.RUNNING) {
                live.add(view.id());
                assertThat(Files.exists(Path.of("/proc/" + view.pid().orElseThrow())))
                        .as(where)
                        .isTrue();
            }
        }
        Set<String> mounts = new TreeSet<>();
        for (Mounts.Mounted mount : Mounts.list()) {
            if (mount.target().startsWith(home.toString())) {
                mounts.add(home.relativize(Path.of(mount.target())).toString());
            }
        }
        Set<String> wanted = new TreeSet<>();
        live.forEach(id -> wanted.addAll(List.of("run/b/" + id + "/rootfs", "run/netns/" + id)));
        assertThat(mounts).as(where).isEqualTo(wanted);
        for (String directory : List.of("run/b", "run/netns")) {
            assertThat(names(home.resolve(directory))).as(where).isEqualTo(live);
        }
        assertThat(names(home.resolve("run/runtime"))).as(where).isEqualTo(live);
        assertThat(names(home.resolve("data/ingest"))).as(where).isEmpty();
        assertThat(groups()).as(where).isEqualTo(live);
        assertThat(monitors()).as(where).hasSize(live.size());
        String ports = Command.of("ip", "-o", "link", "show", "type", "veth").run();
        for (String id : done.keySet()) {
            String link = "gv" + id.substring(20) + "@";
            assertThat(ports.contains(link)).as("link of %s, %s", id, where).isEqualTo(live.contains(id));
        }
    }

    private static Set<String> names(Path directory) {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    /** Ids that have a cgroup in any hierarchy. */
    private static Set<String> groups() {
        Set<String> ids = new TreeSet<>();
        for (Mounts.Mounted mount : Mounts.list()) {
            Path parent = Path.of(mount.target(), PARENT.substring(1));
            if (mount.type().startsWith("cgroup") && Files.isDirectory(parent)) {
                String[] below = parent.toFile().list((dir, name) -> name.matches("[0-9a-f]{32}"));
                ids.addAll(List.of(below == null ? new String[0] : below));
            }
        }
        return ids;
    }

    /** Processes with our home in their arguments. */
    private List<String> monitors() {
        List<String> found = new ArrayList<>();
        for (String pid : new java.io.File("/proc").list((dir, name) -> Character.isDigit(name.charAt(0)))) {
            try {
                String line = Files.readString(Path.of("/proc", pid, "cmdline"), StandardCharsets.ISO_8859_1);
                if (line.contains(home.toString())) {
                    found.add(pid + " " + line.replace('\0', ' '));
                }
            } catch (IOException e) {
                // Ended meanwhile.
                continue;
            }
        }
        return found;
    }
}
