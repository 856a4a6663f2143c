package dev.gantry.engine.kernel.process;

import dev.gantry.engine.kernel.file.Descriptors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Other processes of the host, each named by pid and start time, so that a reused pid is never taken for the old one. */
public final class Processes {
    private static final int ESRCH = 3;
    private static final Map<String, Integer> SIGNALS = Map.ofEntries(
            Map.entry("HUP", 1),
            Map.entry("INT", 2),
            Map.entry("QUIT", 3),
            Map.entry("ILL", 4),
            Map.entry("TRAP", 5),
            Map.entry("ABRT", 6),
            Map.entry("BUS", 7),
            Map.entry("FPE", 8),
            Map.entry("KILL", 9),
            Map.entry("USR1", 10),
            Map.entry("SEGV", 11),
            Map.entry("USR2", 12),
            Map.entry("PIPE", 13),
            Map.entry("ALRM", 14),
            Map.entry("TERM", 15),
            Map.entry("STKFLT", 16),
            Map.entry("CHLD", 17),
            Map.entry("CONT", 18),
            Map.entry("STOP", 19),
            Map.entry("TSTP", 20),
            Map.entry("TTIN", 21),
            Map.entry("TTOU", 22),
            Map.entry("URG", 23),
            Map.entry("XCPU", 24),
            Map.entry("XFSZ", 25),
            Map.entry("VTALRM", 26),
            Map.entry("PROF", 27),
            Map.entry("WINCH", 28),
            Map.entry("IO", 29),
            Map.entry("PWR", 30),
            Map.entry("SYS", 31));

    private Processes() {}

    /** @param startTicks field 22 of proc_pid_stat(5): clock ticks from boot to the start */
    public record ProcessRef(int pid, long startTicks) {}

    /** The process that has this pid now, unless it is gone or a zombie. */
    public static Optional<ProcessRef> find(int pid) {
        try {
            String stat =
                    Files.readString(Path.of("/proc", Integer.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            // The name in parentheses may hold spaces and parentheses; what follows the last one may not.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 22);
            boolean dead = fields[0].equals("Z") || fields[0].equals("X");
            return dead ? Optional.empty() : Optional.of(new ProcessRef(pid, Long.parseLong(fields[19])));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    public static boolean alive(ProcessRef process) {
        return find(process.pid()).filter(process::equals).isPresent();
    }

    /** Sends a signal to exactly this process; false when it is gone. */
    public static boolean signal(ProcessRef process, int signal) {
        int pidfd = pidfd(process.pid());
        if (pidfd < 0) {
            return false;
        }
        try {
            // The descriptor holds the pid; if the start time still matches now, it is the right process.
            return alive(process)
                    && ProcessCalls.LIBC.syscall(ProcessCalls.SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0) == 0;
        } finally {
            Descriptors.close(pidfd);
        }
    }

    /** Waits for its end, at most so long; true when it is gone. */
    public static boolean awaitEnd(ProcessRef process, long millis) {
        int pidfd = pidfd(process.pid());
        if (pidfd < 0) {
            return true;
        }
        try {
            return !alive(process) || Descriptors.poll(new int[] {pidfd}, millis)[0] || !alive(process);
        } finally {
            Descriptors.close(pidfd);
        }
    }

    /** SIGKILL for the process and its process group, of which it must be the leader. */
    public static void killGroup(ProcessRef leader) {
        if (signal(leader, 9)) {
            ProcessCalls.LIBC.kill(-leader.pid(), 9);
        }
    }

    /** Reads a name as in signal(7), with or without SIG, or a number from 1 to 64. */
    public static Optional<Integer> signalNumber(String text) {
        String name = text.toUpperCase(java.util.Locale.ROOT);
        name = name.startsWith("SIG") ? name.substring(3) : name;
        Integer known = SIGNALS.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        if (name.startsWith("RTMIN")) {
            return number(name.substring(5).isEmpty() ? "0" : name.substring(5), 34);
        }
        if (name.startsWith("RTMAX")) {
            return number(name.substring(5).isEmpty() ? "0" : name.substring(5), 64);
        }
        return number(name, 0);
    }

    private static Optional<Integer> number(String text, int base) {
        try {
            int value = base + Integer.parseInt(text);
            return value >= 1 && value <= 64 ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** pidfd_open(2); negative when there is no such process. */
    static int pidfd(int pid) {
        long fd = ProcessCalls.LIBC.syscall(ProcessCalls.SYS_PIDFD_OPEN, pid, 0, 0, 0);
        if (fd < 0 && Descriptors.errno() != ESRCH) {
            throw new IllegalStateException("pidfd_open failed with errno " + Descriptors.errno());
        }
        return (int) fd;
    }
}
