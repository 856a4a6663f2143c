package dev.gantry.agent;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings below {@code gantry.engine}, docs/installation.md.
 *
 * @param subnet the bridge's network in CIDR notation; null for the first free one
 * @param cgroupParent absolute path below the cgroup root
 */
record EngineOptions(
        @Nullable String subnet,
        @Nullable String cgroupParent,
        @Nullable LayerOptions layer,
        @Nullable RegistryOptions registry) {
    static final EngineOptions DEFAULT = new EngineOptions(null, null, null, null);

    private static final Pattern CIDR = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9][A-Za-z0-9_.-]*)+");
    private static final String DEFAULT_PARENT = "/gantry";

    EngineOptions {
        if (subnet != null && !subnet.isBlank() && !CIDR.matcher(subnet).matches()) {
            throw new IllegalArgumentException(
                    "gantry.engine.subnet: \"" + subnet + "\" is no IPv4 network; write it as in 10.210.0.0/20");
        }
        if (cgroupParent != null && !PATH.matcher(cgroupParent).matches()) {
            throw new IllegalArgumentException("gantry.engine.cgroup-parent: \"" + cgroupParent
                    + "\" is no path below the cgroup root; write it as in " + DEFAULT_PARENT);
        }
    }

    Optional<String> network() {
        return Optional.ofNullable(subnet).filter(text -> !text.isBlank());
    }

    LayerOptions layerOptions() {
        return layer == null ? LayerOptions.DEFAULT : layer;
    }

    RegistryOptions registryOptions() {
        return registry == null ? RegistryOptions.DEFAULT : registry;
    }

    String parent() {
        return cgroupParent == null ? DEFAULT_PARENT : cgroupParent;
    }
}
