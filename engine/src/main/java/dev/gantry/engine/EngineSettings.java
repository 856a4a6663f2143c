package dev.gantry.engine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a native engine needs to know.
 *
 * @param dataRoot what must last; kept by one engine at a time
 * @param runRoot runtime state; its path should be short, for the sockets in it
 * @param cgroupParent absolute path below each cgroup hierarchy's root, "/gantry"
 * @param subnet the bridge's network in CIDR notation; empty for the first free /20 from 10.210.0.0 on
 * @param logBytes a container's log begins a new file after so many bytes
 * @param logFiles how many of them are kept
 */
public record EngineSettings(
        Path dataRoot, Path runRoot, String cgroupParent, Optional<String> subnet, long logBytes, int logFiles) {
    public static final String CGROUP_PARENT = "/gantry";

    public static EngineSettings of(Path dataRoot, Path runRoot) {
        return new EngineSettings(dataRoot, runRoot, CGROUP_PARENT, Optional.empty(), 10 << 20, 5);
    }
}
