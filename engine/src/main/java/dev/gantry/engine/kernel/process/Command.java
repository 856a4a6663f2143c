package dev.gantry.engine.kernel.process;

import dev.gantry.engine.kernel.file.Descriptors;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jnr.ffi.byref.IntByReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a program: an argument vector (never a shell), an environment that holds only what is given here, a time
 * limit after which its whole process group gets SIGTERM and then SIGKILL, and bounded capture. The program runs in
 * the namespaces of the calling thread.
 */
public final class Command {
    static final Map<String, String> ENVIRONMENT = Map.of(
            "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LC_ALL", "C.UTF-8");
    private static final List<Path> PLACES = Stream.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin")
            .map(Path::of)
            .toList();
    private static final int OUTPUT_LIMIT = 1 << 20;
    private static final int TAIL_LIMIT = 4096;
    private static final long GRACE_MILLIS = 1000;
    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;
    private static final Logger LOG = LoggerFactory.getLogger(Command.class);

    private final List<String> argv;
    private final TreeMap<String, String> env = new TreeMap<>(ENVIRONMENT);
    private Duration timeout = Duration.ofSeconds(10);
    private byte @Nullable [] input;
    private @Nullable String pipeVariable;
    private List<Integer> kept = List.of();
    private boolean quiet;

    /** A bare name is looked for where {@link #find} does, never on this process's own PATH, which whoever started us chose. */
    private Command(List<String> argv) {
        List<String> words = new ArrayList<>(argv);
        words.set(0, program(words.get(0)));
        this.argv = List.copyOf(words);
    }

    private static String program(String name) {
        return name.contains("/") ? name : find(name).map(Path::toString).orElse(name);
    }

    public static Command of(String... argv) {
        return new Command(List.of(argv));
    }

    public static Command of(List<String> argv) {
        return new Command(argv);
    }

    /** Where the host's administrator or distribution installed a program. */
    public static Optional<Path> find(String name) {
        return PLACES.stream()
                .map(place -> place.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public Command env(String name, String value) {
        env.put(name, value);
        return this;
    }

    /** Default: 10 s. */
    public Command timeout(Duration limit) {
        timeout = limit;
        return this;
    }

    /** What the program reads from its standard input; none by default. */
    public Command input(String text) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /**
     * Gives the program the write end of a pipe as descriptor 3, its number in the variable, and waits for one line
     * (or the end) on it even when the program itself is gone: how conmon answers. Its standard output and error go to
     * /dev/null, because a daemon would keep them open.
     */
    public Command answersOn(String variable) {
        pipeVariable = variable;
        quiet = true;
        env.put(variable, "3");
        return this;
    }

    /** Has the program hold these ports, too, as descriptors from 4 on; only one that {@link #answersOn}. */
    public Command holding(HeldPorts ports) {
        kept = ports.descriptors();
        return this;
    }

    /**
     * @param exitCode 128 + signal when a signal ended it
     * @param output the first MiB
     * @param errorTail the last 4 KiB of standard error
     * @param answer what came on descriptor 3
     */
    public record Result(int exitCode, String output, String errorTail, String answer) {}

    /** Runs it; an exit code other than 0 is refused with RUNTIME_FAILED. Returns standard output. */
    public String run() {
        Result result = call();
        if (result.exitCode() != 0) {
            throw new RefusedException(
                    RefusalCode.RUNTIME_FAILED,
                    "run " + shown(),
                    "it ended with exit code " + result.exitCode() + ": "
                            + result.errorTail().strip(),
                    "look at the message, repair the host and try again");
        }
        return result.output();
    }

    /** Runs it and returns how it ended; refused when it can't be started, or with RUNTIME_TIMEOUT. */
    public Result call() {
        long begin = System.nanoTime();
        try {
            return execute();
        } finally {
            LOG.debug("{} us: {}", (System.nanoTime() - begin) / 1000, argv);
        }
    }

    private Result execute() {
        int stdin = input == null ? -1 : Descriptors.file(input);
        int[] out = quiet ? new int[] {-1, -1} : Descriptors.pipe();
        int[] err = quiet ? new int[] {-1, -1} : Descriptors.pipe();
        int[] answer = pipeVariable == null ? new int[] {-1, -1} : Descriptors.pipe();
        int[] given =
                pipeVariable == null ? new int[] {stdin, out[1], err[1]} : new int[] {stdin, out[1], err[1], answer[1]};
        int pid;
        try {
            pid = Spawn.spawn(argv, env, with(given, kept));
        } finally {
            for (int fd : given) {
                Descriptors.close(fd);
            }
        }
        int[] ends = {out[0], err[0], answer[0]};
        try {
            if (pid < 0) {
                throw new RefusedException(
                        RefusalCode.RUNTIME_FAILED,
                        "run " + shown(),
                        "it can't be started, error number " + -pid,
                        "check that the program is installed");
            }
            return follow(pid, ends);
        } finally {
            for (int fd : ends) {
                Descriptors.close(fd);
            }
        }
    }

    private static int[] with(int[] given, List<Integer> more) {
        return IntStream.concat(IntStream.of(given), more.stream().mapToInt(Integer::intValue))
                .toArray();
    }

    private Result follow(int pid, int[] ends) {
        long deadline = System.nanoTime() + timeout.toNanos();
        int pidfd = Processes.pidfd(pid);
        ByteArrayOutputStream[] captured = {
            new ByteArrayOutputStream(), new ByteArrayOutputStream(), new ByteArrayOutputStream()
        };
        byte[] buffer = new byte[16384];
        int[] watched = {ends[0], ends[1], ends[2], pidfd};
        try {
            while (watched[3] >= 0 || watched[2] >= 0) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw timedOut(pid, watched[3] >= 0, captured[1]);
                }
                boolean[] ready = Descriptors.poll(watched, left);
                for (int i = 0; i < 3; i++) {
                    if (ready[i] && !take(watched[i], captured[i], i, buffer)) {
                        watched[i] = -1;
                    }
                }
                if (ready[3]) {
                    watched[3] = -1;
                }
            }
            drain(watched, captured, buffer);
            return new Result(reap(pid), text(captured[0]), tail(captured[1]), text(captured[2]));
        } finally {
            Descriptors.close(pidfd);
        }
    }

    /** Takes what is there; false at the end, and for the answer also after a whole line. */
    private static boolean take(int fd, ByteArrayOutputStream to, int which, byte[] buffer) {
        int n = Descriptors.read(fd, buffer);
        if (n <= 0) {
            return false;
        }
        if (which == 1 && to.size() + n > OUTPUT_LIMIT) {
            to.reset();
        }
        to.write(buffer, 0, Math.min(n, Math.max(0, OUTPUT_LIMIT - to.size())));
        return which != 2 || buffer[n - 1] != '\n';
    }

    /** The program is gone; what it left in the pipes is taken, what a grandchild may still write is not waited for. */
    private static void drain(int[] watched, ByteArrayOutputStream[] captured, byte[] buffer) {
        int[] left = {watched[0], watched[1]};
        while (left[0] >= 0 || left[1] >= 0) {
            boolean[] ready = Descriptors.poll(left, 0);
            for (int i = 0; i < 2; i++) {
                if (!ready[i] || !take(left[i], captured[i], i, buffer)) {
                    left[i] = -1;
                }
            }
        }
    }

    private RefusedException timedOut(int pid, boolean alive, ByteArrayOutputStream error) {
        ProcessCalls.LIBC.kill(-pid, SIGTERM);
        if (alive) {
            int pidfd = Processes.pidfd(pid);
            Descriptors.poll(new int[] {pidfd}, GRACE_MILLIS);
            Descriptors.close(pidfd);
        }
        ProcessCalls.LIBC.kill(-pid, SIGKILL);
        reap(pid);
        return new RefusedException(
                RefusalCode.RUNTIME_TIMEOUT,
                "run " + shown(),
                "it did not answer within " + timeout.toMillis() + " ms and was ended: "
                        + tail(error).strip(),
                "try again; when it happens again, look at the host's load and its kernel log");
    }

    /** Waits for a child's end. @return its exit code, 128 + signal when a signal ended it */
    static int reap(int pid) {
        IntByReference status = new IntByReference();
        while (ProcessCalls.LIBC.waitpid(pid, status, 0) < 0) {
            if (Descriptors.errno() != 4) {
                return -1;
            }
        }
        int raw = status.intValue();
        int signal = raw & 0x7f;
        return signal == 0 ? (raw >> 8) & 0xff : 128 + signal;
    }

    private String shown() {
        String text = String.join(" ", argv);
        return text.length() > 500 ? text.substring(0, 500) + "…" : text;
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String tail(ByteArrayOutputStream bytes) {
        String text = text(bytes);
        return text.length() > TAIL_LIMIT ? text.substring(text.length() - TAIL_LIMIT) : text;
    }
}
