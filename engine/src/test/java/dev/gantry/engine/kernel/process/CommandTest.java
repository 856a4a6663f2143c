package dev.gantry.engine.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("engine")
class CommandTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private static Command shell(String script) {
        return Command.of("sh", "-c", script);
    }

    /** Processes with this among their arguments. */
    private static List<String> running(String argument) {
        List<String> found = new ArrayList<>();
        for (String pid : new File("/proc").list((dir, name) -> Character.isDigit(name.charAt(0)))) {
            try {
                String line = Files.readString(Path.of("/proc", pid, "cmdline"), StandardCharsets.ISO_8859_1);
                if (List.of(line.split("\0")).contains(argument)) {
                    found.add(pid + " " + line);
                }
            } catch (IOException e) {
                // Ended meanwhile.
                continue;
            }
        }
        return found;
    }

    private static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }

    @Test
    void after_its_time_the_whole_group_is_ended() {
        String mark = "98701." + ProcessHandle.current().pid();
        Command command =
                shell("sleep " + mark + " & sleep " + mark + " & wait").timeout(SHORT);
        assertThatThrownBy(command::call).hasMessageContaining("RUNTIME_TIMEOUT");
        await().untilAsserted(() -> assertThat(running(mark)).isEmpty());
    }

    @Test
    void who_ignores_the_request_is_killed() {
        String mark = "98702." + ProcessHandle.current().pid();
        Command command = shell("trap '' TERM; sleep " + mark + " & while :; do wait; done")
                .timeout(SHORT);
        assertThatThrownBy(command::call).hasMessageContaining("RUNTIME_TIMEOUT");
        await().untilAsserted(() -> assertThat(running(mark)).isEmpty());
    }

    @Test
    void of_a_hundred_megabytes_only_the_first_one_and_the_last_of_the_errors_are_kept() {
        Command.Result result = shell("head -c 100000000 /dev/zero; head -c 100000000 /dev/zero >&2; echo end >&2")
                .timeout(Duration.ofSeconds(60))
                .call();
        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).hasSize(1 << 20);
        assertThat(result.errorTail()).hasSizeLessThanOrEqualTo(4096).endsWith("end\n");
    }

    @Test
    void a_grandchild_that_keeps_the_pipes_open_is_not_waited_for() {
        String mark = "98703." + ProcessHandle.current().pid();
        try {
            assertThat(shell("sleep " + mark + " & echo done").run()).isEqualTo("done\n");
        } finally {
            for (String process : running(mark)) {
                Processes.find(Integer.parseInt(process.split(" ")[0])).ifPresent(found -> Processes.signal(found, 9));
            }
        }
    }

    @Test
    void the_program_sees_only_the_environment_and_descriptors_that_it_is_given() {
        String seen = shell("env; ls /proc/self/fd").env("COLOUR", "green").run();
        // ls itself opens the directory as 3; the shell adds PWD and the like.
        assertThat(seen.lines())
                .contains("COLOUR=green", "LC_ALL=C.UTF-8", "0", "1", "2", "3")
                .doesNotContain("4");
        assertThat(seen).doesNotContain("HOME=", "USER=", "JAVA");
    }

    @Test
    void no_descriptor_stays_open_whatever_happens() {
        shell("true").run();
        int before = descriptors();
        for (int i = 0; i < 10; i++) {
            shell("cat").input("hello").run();
            assertThatThrownBy(() -> shell("echo no >&2; exit 3").run()).hasMessageContaining("exit code 3: no");
            assertThatThrownBy(() -> Command.of("/no/such/program").run()).hasMessageContaining("can't be started");
            assertThatThrownBy(() ->
                            shell("sleep 60").timeout(Duration.ofMillis(20)).run())
                    .hasMessageContaining("RUNTIME_TIMEOUT");
        }
        // Others in this process, such as the class loader, may open one or two meanwhile.
        assertThat(descriptors()).isLessThan(before + 10);
    }
}
