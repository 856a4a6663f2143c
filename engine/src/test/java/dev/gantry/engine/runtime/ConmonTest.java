package dev.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gantry.engine.kernel.process.Cgroups;
import dev.gantry.engine.kernel.process.HeldPorts;
import dev.gantry.engine.kernel.process.Namespaces;
import dev.gantry.engine.kernel.process.Processes;
import dev.gantry.engine.kernel.process.Processes.ProcessRef;
import dev.gantry.engine.runtime.ProcessSpec.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
class ConmonTest {
    private static final String ID = "conmon-test-" + ProcessHandle.current().pid();

    private static final long LOG_BYTES = 256 << 10;

    @TempDir
    Path home;

    private final Cgroups cgroups = Cgroups.detect("/gantry-conmon-test");
    private OciRuntime runtime;
    private Conmon conmon;
    private Path bundle;
    private Path netns;
    private final HeldPorts ports = new HeldPorts();

    @BeforeEach
    void prepare() throws IOException {
        RuntimeProber prober =
                new RuntimeProber(home.resolve("probe"), "/gantry-conmon-test", cgroups.viewOfV1(home.resolve("run")));
        List<RuntimeProbe> probes = prober.probe();
        System.out.println(RuntimeProber.reason(probes));
        runtime = prober.runtime(probes, home.resolve("state")).orElseThrow();
        conmon = new Conmon(
                RuntimeProber.find("conmon").orElseThrow(), home.resolve("exits"), home.resolve("sock"), LOG_BYTES);
        bundle = home.resolve("bundle");
        netns = home.resolve("netns");
        for (String directory : List.of(
                "exits", "sock", "bundle", "etc", "root/bin", "root/etc", "root/dev", "root/proc", "root/sys")) {
            Files.createDirectories(home.resolve(directory));
        }
        for (String file : BundleSpec.mountFiles()) {
            Files.writeString(home.resolve(file), "");
            Files.writeString(home.resolve("root").resolve(file), "");
        }
        Files.copy(Path.of("/bin/busybox"), home.resolve("root/bin/busybox"));
        home.resolve("root/bin/busybox").toFile().setExecutable(true, false);
        Files.createSymbolicLink(home.resolve("root/bin/sh"), Path.of("busybox"));
        Namespaces.create(netns, () -> true);
    }

    @AfterEach
    void clean() {
        runtime.delete(ID);
        Namespaces.release(netns);
        cgroups.remove(ID);
        cgroups.removeEmptyParent();
    }

    private Conmon.Launch launch(Path log) {
        return new Conmon.Launch(ID, "web", bundle, List.of(netns), log, ports);
    }

    @Test
    void a_container_runs_and_leaves_its_log_and_exit_code() throws IOException {
        spec("echo hello; exit 7");
        Path log = home.resolve("log");
        long t = System.nanoTime();
        ProcessRef init = conmon.create(runtime, launch(log));
        System.out.println("create " + (System.nanoTime() - t) / 1000);
        assertThat(Processes.alive(init)).isTrue();
        t = System.nanoTime();
        runtime.start(ID);
        System.out.println("start " + (System.nanoTime() - t) / 1000);
        await().until(() -> conmon.exitCode(ID).isPresent());
        assertThat(conmon.exitCode(ID)).isEqualTo(OptionalInt.of(7));
        assertThat(Files.readString(log)).contains("stdout F hello");
        assertThat(Processes.alive(init)).isFalse();
    }

    @Test
    void what_the_runtime_says_about_a_missing_program_is_in_the_refusal() throws IOException {
        spec(List.of("/no/such/program"));
        assertThatThrownBy(() -> conmon.create(runtime, launch(home.resolve("log"))))
                .hasMessageContaining("/no/such/program")
                .message()
                .containsIgnoringCase("no such file or directory");
    }

    @Test
    void a_log_that_nobody_looks_after_is_bounded_and_ends_with_the_last_line() throws IOException {
        String longLog = write(100_000, () -> {});
        assertThat(longLog).endsWith(" stdout F 100000\n");
        try (Stream<Path> files = Files.list(home.resolve("log"))) {
            assertThat(files).containsExactly(home.resolve("log/log"));
        }
        assertThat(Files.size(home.resolve("log/log"))).isLessThanOrEqualTo(LOG_BYTES);
    }

    @Test
    void conmon_puts_the_file_that_was_made_for_it_in_the_place_of_its_log() throws IOException {
        Path log = home.resolve("log");
        write(6000, () -> {
            Files.createFile(log.resolve("log.tmp"));
            Files.createLink(log.resolve("log.next"), log.resolve("log.tmp"));
            Files.createLink(log.resolve("log.1"), log.resolve("log"));
        });
        assertThat(log.resolve("log.tmp")).doesNotExist();
        assertThat(Files.isSameFile(log.resolve("log"), log.resolve("log.next")))
                .isTrue();
        assertThat(Files.size(log.resolve("log.1")) + Files.size(log.resolve("log")))
                .isGreaterThan(LOG_BYTES);
        String numbers = IntStream.rangeClosed(1, 6000).mapToObj(n -> n + "\n").collect(Collectors.joining());
        assertThat(said(Files.readString(log.resolve("log.1")) + Files.readString(log.resolve("log"))))
                .isEqualTo(numbers);
    }

    /** What the container wrote: a line that conmon met half way through stands in two records, P and F. */
    private static String said(String records) {
        return records.lines()
                .map(record -> record.split(" ", 4))
                .map(fields -> fields[3] + (fields[2].equals("F") ? "\n" : ""))
                .collect(Collectors.joining());
    }

    /** Has a container write its numbers, after some preparation; what is in its log in the end. */
    private String write(int lines, ThrowingRunnable before) throws IOException {
        spec("i=0; while [ $i -lt " + lines + " ]; do i=$((i+1)); echo $i; done");
        Path log = Files.createDirectory(home.resolve("log")).resolve("log");
        conmon.create(runtime, launch(log));
        before.run();
        runtime.start(ID);
        await().atMost(Duration.ofSeconds(30)).until(() -> conmon.exitCode(ID).isPresent());
        return Files.readString(log);
    }

    private interface ThrowingRunnable {
        void run() throws IOException;
    }

    private void spec(String script) throws IOException {
        spec(List.of("/bin/sh", "-c", script));
    }

    private void spec(List<String> args) throws IOException {
        ProcessSpec process = new ProcessSpec(
                args,
                List.of(),
                "/",
                "",
                "box",
                false,
                false,
                new Limits(Optional.of(64L << 20), Optional.of(0.5), Optional.of(50)),
                HostLimits.forContainers(),
                Optional.empty());
        BundleSpec spec = new BundleSpec(
                process,
                Identity.ROOT,
                home.resolve("root"),
                cgroups.path(ID),
                netns,
                home.resolve("etc"),
                cgroups.version() == Cgroups.Version.V2,
                System.getProperty("os.arch"),
                runtime.filter());
        Files.writeString(bundle.resolve("config.json"), spec.render());
    }
}
