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
}
