package dev.gantry.engine;

import static dev.gantry.engine.testing.Boxes.box;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.engine.container.ContainerConfig;
import dev.gantry.engine.container.ContainerView;
import dev.gantry.engine.container.LogQuery;
import dev.gantry.engine.container.StopOptions;
import dev.gantry.engine.image.ImportProgress;
import dev.gantry.engine.testing.Boxes;
import dev.gantry.engine.testing.Keeper;
import dev.gantry.engine.testing.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container writes numbers as fast as it can, while the engine that looks after its log is killed again and again. */
@Tag("engine")
class LogAcrossKillsTest {
    private static final int KILLS = 6;
    private static final String PARENT =
            "/gantry-logs-" + ProcessHandle.current().pid();

    @TempDir
    Path home;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    private Engine open() {
        return NativeEngine.open(Keeper.settings(home, PARENT), Clock.systemUTC());
    }

    @AfterEach
    void removeEverything() {
        try (Engine engine = open()) {
            for (ContainerView container : engine.containers()) {
                engine.remove(container.id(), true);
            }
        }
    }

    @Test
    void a_fast_writer_loses_no_line_that_is_to_be_kept() throws Exception {
        ContainerConfig config = box("fast", "i=0; while :; do i=$((i+1)); echo $i; done")
                .alone()
                .config();
        try (Engine engine = open()) {
            engine.importImage(Boxes.archive("/nowhere"), null, ImportProgress.NONE);
            engine.create(config);
            engine.start(config.id(), 1);
        }
        for (int i = 0; i < KILLS; i++) {
            keepAndKill();
        }
        try (Engine engine = open()) {
            engine.stop(config.id(), StopOptions.KILL);
            check(engine, config.id());
        }
    }

    /** The engine looks at once and each second, so that a kill within two of them comes before, at and after a rotation. */
    private void keepAndKill() throws IOException, InterruptedException {
        Process keeper = Programs.start(Keeper.class, home.toString(), PARENT);
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(keeper.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.lines().filter(line -> line.startsWith("ready")).findFirst())
                    .contains("ready with 1");
            boolean ended = keeper.waitFor(random.nextInt(2000), TimeUnit.MILLISECONDS);
            assertThat(ended).as("the keeper ended itself, seed %s", seed).isFalse();
        } finally {
            keeper.destroyForcibly().waitFor();
        }
    }

    private void check(Engine engine, String id) throws IOException {
        List<Long> numbers = numbers(engine, id);
        long first = numbers.get(0);
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).as("seed %s", seed).isEqualTo(first + i);
        }
        long bytes = 0;
        try (Stream<Path> parts = Files.list(home.resolve("data/containers/" + id + "/log"))) {
            for (Path part :
                    parts.filter(path -> path.toString().matches(".*\\.\\d+")).toList()) {
                bytes += Files.size(part);
            }
        }
        String seen = numbers.size() + " lines from " + first + ", " + (bytes >> 20) + " MiB, seed " + seed;
        System.out.println(seen);
        EngineSettings settings = Keeper.settings(home, PARENT);
        if (first > 1) {
            assertThat(bytes).as(seen).isGreaterThan(settings.logBytes() * (settings.logFiles() - 1));
        }
    }

    /** Without the first line where it is the rest of one whose beginning was not to be kept. */
    private static List<Long> numbers(Engine engine, String id) {
        List<Long> numbers = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        engine.logs(id, LogQuery.ALL, record -> {
            line.append(record.text());
            if (!record.partial()) {
                numbers.add(Long.parseLong(line.toString()));
                line.setLength(0);
            }
        });
        return numbers.get(0) == 1 ? numbers : numbers.subList(1, numbers.size());
    }
}
