package dev.gantry.engine;

import dev.gantry.engine.layer.LayerLimits;
import dev.gantry.oci.registry.http.HttpSettings;
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
 * @param limits what one layer may take of the host
 * @param registries how patient it is with registries
 */
public record EngineSettings(
        Path dataRoot,
        Path runRoot,
        String cgroupParent,
        Optional<String> subnet,
        long logBytes,
        int logFiles,
        LayerLimits limits,
        HttpSettings registries) {
    public static final String CGROUP_PARENT = "/gantry";

    /** With the usual limits and patience. */
    public EngineSettings(
            Path dataRoot, Path runRoot, String cgroupParent, Optional<String> subnet, long logBytes, int logFiles) {
        this(dataRoot, runRoot, cgroupParent, subnet, logBytes, logFiles, LayerLimits.DEFAULT, HttpSettings.DEFAULT);
    }

    public static EngineSettings of(Path dataRoot, Path runRoot) {
        return new EngineSettings(dataRoot, runRoot, CGROUP_PARENT, Optional.empty(), 10 << 20, 5);
    }
}
