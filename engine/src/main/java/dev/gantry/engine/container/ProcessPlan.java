package dev.gantry.engine.container;

import dev.gantry.engine.runtime.ProcessSpec;
import dev.gantry.engine.runtime.ProcessSpec.Rlimit;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes one process of what the image offers and what the container's configuration says; the latter wins. */
final class ProcessPlan {
    private ProcessPlan() {}

    static ProcessSpec of(ContainerConfig config, ImageConfig image, Map<String, Rlimit> rlimits) {
        ImageConfig.Process offered = image.process();
        return new ProcessSpec(
                args(config, offered),
                env(config, offered),
                workingDir(config.workingDir().or(offered::workingDir).orElse("/")),
                config.user().or(offered::user).orElse(""),
                // Only a container of before names were written down has none, and keeps the one that it had.
                config.hostname().orElse(config.id().substring(0, 12)),
                config.readOnlyRoot(),
                config.noNewPrivileges(),
                new ProcessSpec.Limits(
                        config.limits().memoryBytes(),
                        config.limits().cpus(),
                        config.limits().pids()),
                rlimits,
                Optional.empty());
    }

    /** As in Docker: an entrypoint of the container's own also drops the image's command. */
    static List<String> args(ContainerConfig config, ImageConfig.Process offered) {
        List<String> args = new ArrayList<>(config.entrypoint().orElse(offered.entrypoint()));
        List<String> ownDefault = config.entrypoint().isPresent() ? List.of() : offered.command();
        args.addAll(config.command().orElse(ownDefault));
        if (args.isEmpty() || args.get(0).isEmpty()) {
            throw new RefusedException(
                    RefusalCode.INVALID_ARGUMENT,
                    "find out what the container \"" + config.name() + "\" runs",
                    "neither the image nor the container names a command",
                    "give a command");
        }
        return args;
    }

    private static List<String> env(ContainerConfig config, ImageConfig.Process offered) {
        Map<String, String> env = new LinkedHashMap<>();
        for (String pair : offered.env()) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                env.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        env.putAll(config.env());
        return env.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }

    private static String workingDir(String text) {
        return text.startsWith("/") ? text : "/" + text;
    }
}
