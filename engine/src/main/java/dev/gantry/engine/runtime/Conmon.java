package dev.gantry.engine.runtime;

import dev.gantry.engine.kernel.process.Command;
import dev.gantry.engine.kernel.process.HeldPorts;
import dev.gantry.engine.kernel.process.Processes;
import dev.gantry.engine.kernel.process.Processes.ProcessRef;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * conmon(8), the small program beside each container that writes its log and its exit code. It outlives us: everything
 * we want to know of it later is in files.
 *
 * @param program path or name
 * @param exits where it leaves a file named after the container with the exit code in it
 * @param sockets where it links the attach sockets; a short path, for sun_path holds 108 bytes
 * @param logBytes it puts a new log file in the place of the old one after so many bytes, whether anyone is there or not
 */
public record Conmon(Path program, Path exits, Path sockets, long logBytes) {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** How long conmon may take from the runtime's pid file to its answer. */
    private static final long ANSWER_MILLIS = 100;

    private static final Pattern MESSAGE = Pattern.compile("msg=\"((?:[^\"\\\\]|\\\\.)*)\"");
    /** What runc and crun say when not they but what they were asked to run is at fault. */
    private static final Pattern COMMAND = Pattern.compile(
            "(?:exec: \"|executable|chdir).*"
                    + "(?:not found|no such file|permission denied|not permitted|is a directory|not a directory)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    /** conmon's control messages: 1 resizes the terminal, 2 opens the log anew; two numbers follow always. */
    private static final String REOPEN = "2 0 0\n";

    /**
     * What a container's process begins with.
     *
     * @param name the container's, which conmon's command line shows to those who look at the host's processes
     * @param bundle directory with config.json; gets conmon's pid files and sockets
     * @param mounts the places of the container's own mounts that the bundle names
     * @param ports of the host that conmon keeps for the container as long as it runs
     */
    public record Launch(String id, String name, Path bundle, List<Path> mounts, Path log, HeldPorts ports) {}

    /**
     * Has the runtime make the container, its process waiting to be started.
     *
     * @return the process that will be the container's init
     */
    public ProcessRef create(OciRuntime runtime, Launch launch) {
        Path bundle = launch.bundle();
        List<String> argv = new ArrayList<>(List.of(program.toString(), "--api-version", "1"));
        argv.addAll(List.of("-c", launch.id(), "-u", launch.id(), "-n", launch.name(), "-b", bundle.toString()));
        argv.addAll(List.of("-r", runtime.program().path().toString()));
        argv.addAll(List.of(
                "--runtime-arg", "--root", "--runtime-arg", runtime.state().toString()));
        argv.addAll(List.of(
                "-p", pidFile(bundle).toString(), "-P", conmonPidFile(bundle).toString()));
        argv.addAll(List.of("--exit-dir", exits.toString(), "--socket-dir-path", sockets.toString()));
        argv.addAll(List.of("-l", "k8s-file:" + launch.log(), "--log-level", "error"));
        argv.addAll(List.of("--log-size-max", Long.toString(logBytes)));
        Command.Result result;
        try {
            Command command = Command.of(argv)
                    .answersOn("_OCI_SYNCPIPE")
                    .holding(launch.ports())
                    .timeout(LIMIT);
            result = runtime.seeing(launch.mounts(), command::call);
        } catch (RefusedException e) {
            process(conmonPidFile(bundle)).ifPresent(Processes::killGroup);
            throw e;
        }
        int pid = answer(result);
        return Processes.find(pid)
                .orElseThrow(() -> refused("its process " + pid + " was gone before it could be started"));
    }

    private static int answer(Command.Result result) {
        try {
            JsonNode answer = JsonMapper.shared().readTree(result.answer());
            int pid = answer.path("data").asInt(answer.path("pid").asInt(-1));
            if (pid > 0) {
                return pid;
            }
            String message = plain(answer.path("message").asString(""));
            throw refused(message.isEmpty() ? "conmon gave no reason, exit code " + result.exitCode() : message);
        } catch (JacksonException e) {
            throw refused("conmon answered \"" + result.answer().strip() + "\", exit code " + result.exitCode());
        }
    }

    /** The runtime logs in logfmt; only its message is of interest. */
    static String plain(String message) {
        Matcher matcher = MESSAGE.matcher(message);
        String found = message;
        while (matcher.find()) {
            found = matcher.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
        }
        return found.strip();
    }

    static RefusedException refused(String why) {
        return new RefusedException(
                COMMAND.matcher(why).find() ? RefusalCode.COMMAND_INVALID : RefusalCode.RUNTIME_FAILED,
                "start the container's process",
                why,
                "check the command, the user and the working directory against what the image holds");
    }

    /** The container's init process, as conmon's pid file names it, if it is alive. */
    private static Optional<ProcessRef> init(Path bundle) {
        return process(pidFile(bundle));
    }

    /**
     * The init process of a start whose engine was killed meanwhile. conmon ends when it finds nobody to answer to, and
     * without it a container has no log and no exit code, so there is only one if conmon had answered before.
     */
    public static Optional<ProcessRef> initOfInterrupted(Path bundle) {
        Optional<ProcessRef> monitor = monitor(bundle);
        long patience = Files.exists(pidFile(bundle)) ? ANSWER_MILLIS : LIMIT.toMillis();
        if (monitor.isEmpty() || Processes.awaitEnd(monitor.get(), patience)) {
            return Optional.empty();
        }
        return init(bundle);
    }

    /** conmon itself, if it is alive. */
    public static Optional<ProcessRef> monitor(Path bundle) {
        return process(conmonPidFile(bundle));
    }

    /** The exit code that conmon left; empty as long as there is none. */
    public OptionalInt exitCode(String id) {
        try {
            return OptionalInt.of(
                    Integer.parseInt(Files.readString(exits.resolve(id)).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** When conmon left the exit code, up to a tick of the kernel's clock early; empty as long as there is none. */
    public Optional<Instant> exitTime(String id) {
        try {
            return Optional.of(Files.getLastModifiedTime(exits.resolve(id)).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Forgets an earlier run's exit code. */
    public void forget(String id) {
        try {
            Files.deleteIfExists(exits.resolve(id));
            Files.deleteIfExists(sockets.resolve(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks conmon to put a new file in the place of its log; it writes to the old one until it does. */
    public static void reopenLog(Path bundle) {
        Path control = bundle.resolve("ctl");
        if (!Files.exists(control)) {
            return;
        }
        // Opened for reading, too: a FIFO without a reader would block.
        try (RandomAccessFile fifo = new RandomAccessFile(control.toFile(), "rw")) {
            fifo.write(REOPEN.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path pidFile(Path bundle) {
        return bundle.resolve("pid");
    }

    private static Path conmonPidFile(Path bundle) {
        return bundle.resolve("conmon.pid");
    }

    private static Optional<ProcessRef> process(Path file) {
        try {
            return Processes.find(Integer.parseInt(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
