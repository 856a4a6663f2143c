package dev.gantry.engine.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runs in a container, decided in full: the image's wishes and the container's are already one.
 *
 * @param args never empty
 * @param env NAME=value
 * @param workingDir absolute
 * @param user as in {@code docker run --user}: name or number, optionally ":" and a group
 * @param rlimits resource, e.g. "RLIMIT_NOFILE", to soft and hard limit; kept within the host's hard limits
 */
public record ProcessSpec(
        List<String> args,
        List<String> env,
        String workingDir,
        String user,
        String hostname,
        boolean readOnlyRoot,
        boolean noNewPrivileges,
        Limits limits,
        Map<String, Rlimit> rlimits,
        Optional<Integer> oomScoreAdj) {

    /** @param cpus in cores */
    public record Limits(Optional<Long> memoryBytes, Optional<Double> cpus, Optional<Integer> pids) {}

    /** Soft and hard limit; -1 for none. */
    public record Rlimit(long soft, long hard) {}
}
