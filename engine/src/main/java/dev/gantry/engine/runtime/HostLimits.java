package dev.gantry.engine.runtime;

import dev.gantry.engine.runtime.ProcessSpec.Rlimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * This process's own hard limits, which nothing it starts can exceed where CAP_SYS_RESOURCE is missing: a runtime that is
 * asked for more fails with EPERM.
 */
public final class HostLimits {
    private static final long NOFILE_SOFT = 65_536;
    private static final long NOFILE_HARD = 1_048_576;

    private HostLimits() {}

    /** What a container gets: many files, no core dumps, all within the host's hard limits. */
    public static Map<String, Rlimit> forContainers() {
        try {
            return forContainers(Files.readAllLines(Path.of("/proc/self/limits")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param limits lines of /proc/self/limits, proc_pid_limits(5) */
    static Map<String, Rlimit> forContainers(List<String> limits) {
        Map<String, Rlimit> result = new TreeMap<>();
        long files = hard(limits, "Max open files", NOFILE_HARD);
        result.put("RLIMIT_NOFILE", new Rlimit(Math.min(NOFILE_SOFT, files), Math.min(NOFILE_HARD, files)));
        result.put("RLIMIT_CORE", new Rlimit(0, 0));
        return result;
    }

    private static long hard(List<String> limits, String name, long most) {
        return limits.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split("\\s+")[1])
                .map(value -> value.equals("unlimited") ? most : Long.parseLong(value))
                .findFirst()
                .orElse(1024L);
    }
}
