package dev.gantry.engine.container;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.util.regex.Pattern;

/** Refuses configurations that could not mean anything, before anything is written. */
final class ConfigCheck {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");
    private static final Pattern HOSTNAME = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9.-]{0,61}[a-zA-Z0-9])?");
    private static final Pattern VARIABLE = Pattern.compile("[^=\\x00]{1,256}");
    private static final long LEAST_MEMORY = 6L << 20;

    private ConfigCheck() {}

    static void check(ContainerConfig config) {
        require(ID.matcher(config.id()).matches(), config, "its id is not 32 lower-case hex digits");
        require(
                NAME.matcher(config.name()).matches(),
                config,
                "its name does not begin with a letter or digit, or holds more than letters, digits, _ . - or 128"
                        + " characters");
        require(
                config.hostname().map(h -> HOSTNAME.matcher(h).matches()).orElse(true),
                config,
                "its host name holds more than letters, digits, dots and hyphens, or 63 characters");
        require(
                config.env().keySet().stream().allMatch(k -> VARIABLE.matcher(k).matches())
                        && config.env().values().stream().noneMatch(v -> v.indexOf('\0') >= 0),
                config,
                "a variable's name is empty or holds =, or a value holds a zero byte");
        require(
                config.ports().stream().allMatch(p -> isPort(p.hostPort()) && isPort(p.containerPort())),
                config,
                "a port is not between 1 and 65535");
        require(
                config.ports().isEmpty() || config.network() == ContainerConfig.Network.BRIDGE,
                config,
                "it publishes ports but has no network");
        checkLimits(config);
    }

    private static void checkLimits(ContainerConfig config) {
        ContainerConfig.Limits limits = config.limits();
        require(
                limits.memoryBytes().map(bytes -> bytes >= LEAST_MEMORY).orElse(true),
                config,
                "its memory limit is less than 6 MiB");
        require(
                limits.cpus().map(cpus -> cpus >= 0.01 && cpus <= 10_000).orElse(true),
                config,
                "its CPU limit is less than 0.01 cores or no number of cores");
        require(limits.pids().map(pids -> pids > 0).orElse(true), config, "its pids limit is not above 0");
        require(!config.stopGrace().isNegative(), config, "its grace period is negative");
    }

    private static boolean isPort(int port) {
        return port >= 1 && port <= 65535;
    }

    private static void require(boolean holds, ContainerConfig config, String why) {
        if (!holds) {
            String name = config.name();
            throw new RefusedException(
                    RefusalCode.INVALID_ARGUMENT,
                    "create the container \"" + (name.length() > 64 ? name.substring(0, 64) + "…" : name) + "\"",
                    why,
                    "correct that and create it again");
        }
    }
}
