package dev.gantry.agent.reconcile;

import dev.gantry.engine.container.ContainerConfig;
import dev.gantry.engine.container.StopOptions;
import dev.gantry.protocol.wish.ContainerSpec;
import dev.gantry.protocol.wish.ContainerWish;
import dev.gantry.protocol.wish.StopSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server's words in the engine's. */
final class Configs {
    private static final int DEFAULT_GRACE_SECONDS = 10;

    private Configs() {}

    static ContainerConfig config(ContainerWish wish, String hostId) {
        ContainerSpec spec = wish.spec();
        Integer grace = spec.stopGraceSeconds();
        return new ContainerConfig(
                wish.id(),
                wish.name(),
                spec.image(),
                Optional.ofNullable(spec.entrypoint()),
                Optional.ofNullable(spec.command()),
                orEmpty(spec.env()),
                Optional.ofNullable(spec.workingDir()),
                Optional.ofNullable(spec.user()),
                Optional.ofNullable(spec.hostname()),
                orEmpty(spec.labels()),
                Annotations.of(hostId, wish.generation()),
                spec.network() == ContainerSpec.NetworkMode.NONE
                        ? ContainerConfig.Network.NONE
                        : ContainerConfig.Network.BRIDGE,
                ports(spec.ports()),
                limits(spec.limits()),
                spec.readOnlyRoot(),
                spec.noNewPrivileges(),
                Optional.ofNullable(spec.stopSignal()),
                Duration.ofSeconds(grace == null ? DEFAULT_GRACE_SECONDS : grace));
    }

    static StopOptions stop(@Nullable StopSpec stop) {
        return stop == null
                ? StopOptions.DEFAULT
                : new StopOptions(
                        Optional.ofNullable(stop.signal()), Optional.of(Duration.ofSeconds(stop.graceSeconds())));
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    private static List<ContainerConfig.PublishedPort> ports(@Nullable List<ContainerSpec.PortMapping> ports) {
        return ports == null ? List.of() : ports.stream().map(Configs::port).toList();
    }

    private static ContainerConfig.PublishedPort port(ContainerSpec.PortMapping port) {
        return new ContainerConfig.PublishedPort(
                Optional.ofNullable(port.hostAddress()),
                port.hostPort(),
                port.containerPort(),
                port.protocol() == ContainerSpec.Transport.UDP
                        ? ContainerConfig.Transport.UDP
                        : ContainerConfig.Transport.TCP);
    }

    private static ContainerConfig.Limits limits(ContainerSpec.@Nullable Limits limits) {
        return limits == null
                ? ContainerConfig.Limits.NONE
                : new ContainerConfig.Limits(
                        Optional.ofNullable(limits.memoryBytes()),
                        Optional.ofNullable(limits.cpus()),
                        Optional.ofNullable(limits.pids()));
    }

    /** Back to the server's words: what the wish said from which the container was made. */
    static ContainerSpec spec(ContainerConfig config) {
        ContainerConfig.Limits limits = config.limits();
        return new ContainerSpec(
                config.image(),
                config.entrypoint().orElse(null),
                config.command().orElse(null),
                config.env(),
                config.workingDir().orElse(null),
                config.user().orElse(null),
                config.hostname().orElse(null),
                config.labels(),
                config.network() == ContainerConfig.Network.NONE
                        ? ContainerSpec.NetworkMode.NONE
                        : ContainerSpec.NetworkMode.BRIDGE,
                config.ports().stream().map(Configs::mapping).toList(),
                new ContainerSpec.Limits(
                        limits.memoryBytes().orElse(null),
                        limits.cpus().orElse(null),
                        limits.pids().orElse(null)),
                config.readOnlyRoot(),
                config.noNewPrivileges(),
                config.stopSignal().orElse(null),
                Math.toIntExact(config.stopGrace().toSeconds()));
    }

    /** One published port in the server's words. */
    static ContainerSpec.PortMapping mapping(ContainerConfig.PublishedPort port) {
        return new ContainerSpec.PortMapping(
                port.hostAddress().orElse(null),
                port.hostPort(),
                port.containerPort(),
                port.transport() == ContainerConfig.Transport.UDP
                        ? ContainerSpec.Transport.UDP
                        : ContainerSpec.Transport.TCP);
    }
}
