package dev.gantry.server.container.spec;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import dev.gantry.protocol.wish.ContainerSpec;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of a creation. Absent fields take their defaults; an unknown one is refused by name.
 *
 * @param name null for a made-up one
 * @param hostId null for the host that fits
 * @param start null for true
 */
public record NewContainer(
        @Nullable String name,
        @Nullable UUID hostId,
        @Schema(requiredMode = REQUIRED) @Nullable Spec spec,
        @Nullable Boolean start) {

    /** As {@link ContainerSpec}, with all but the image optional. */
    @Schema(name = "NewContainerSpec")
    record Spec(
            @Schema(requiredMode = REQUIRED) @Nullable String image,
            @Nullable List<@Nullable String> entrypoint,
            @Nullable List<@Nullable String> command,
            @Nullable Map<String, @Nullable String> env,
            @Nullable String workingDir,
            @Nullable String user,
            @Nullable String hostname,
            @Nullable Map<String, @Nullable String> labels,
            ContainerSpec.@Nullable NetworkMode network,
            @Nullable List<@Nullable Port> ports,
            @Nullable Limits limits,
            @Nullable Boolean readOnlyRoot,
            @Nullable Boolean noNewPrivileges,
            @Nullable String stopSignal,
            @Nullable Integer stopGraceSeconds) {

        static Spec of(ContainerSpec spec) {
            return new Spec(
                    spec.image(),
                    copy(spec.entrypoint()),
                    copy(spec.command()),
                    new java.util.LinkedHashMap<String, @Nullable String>(spec.env()),
                    spec.workingDir(),
                    spec.user(),
                    spec.hostname(),
                    new java.util.LinkedHashMap<String, @Nullable String>(spec.labels()),
                    spec.network(),
                    new ArrayList<@Nullable Port>(
                            spec.ports().stream().map(Port::of).toList()),
                    new Limits(
                            spec.limits().memoryBytes(),
                            spec.limits().cpus(),
                            spec.limits().pids()),
                    spec.readOnlyRoot(),
                    spec.noNewPrivileges(),
                    spec.stopSignal(),
                    spec.stopGraceSeconds());
        }

        private static @Nullable List<@Nullable String> copy(@Nullable List<String> given) {
            return given == null ? null : new ArrayList<@Nullable String>(given);
        }

        /** The same once it was checked. */
        ContainerSpec checked() {
            return new ContainerSpec(
                    Objects.requireNonNull(image),
                    strings(entrypoint),
                    strings(command),
                    map(env),
                    workingDir,
                    user,
                    hostname,
                    map(labels),
                    network == null ? ContainerSpec.NetworkMode.BRIDGE : network,
                    ports == null
                            ? List.of()
                            : ports.stream()
                                    .map(port -> Objects.requireNonNull(port).checked())
                                    .toList(),
                    limits == null
                            ? ContainerSpec.Limits.NONE
                            : new ContainerSpec.Limits(limits.memoryBytes, limits.cpus, limits.pids),
                    Boolean.TRUE.equals(readOnlyRoot),
                    Boolean.TRUE.equals(noNewPrivileges),
                    stopSignal,
                    stopGraceSeconds);
        }

        private static @Nullable List<String> strings(@Nullable List<@Nullable String> given) {
            return given == null
                    ? null
                    : given.stream().map(Objects::requireNonNull).toList();
        }

        private static Map<String, String> map(@Nullable Map<String, @Nullable String> given) {
            java.util.LinkedHashMap<String, String> copy = new java.util.LinkedHashMap<>();
            if (given != null) {
                given.forEach((key, value) -> copy.put(key, Objects.requireNonNull(value)));
            }
            return copy;
        }
    }

    /** @param protocol null for TCP */
    @Schema(name = "NewPort")
    record Port(
            @Nullable String hostAddress,
            @Schema(requiredMode = REQUIRED) @Nullable Integer hostPort,
            @Schema(requiredMode = REQUIRED) @Nullable Integer containerPort,
            ContainerSpec.@Nullable Transport protocol) {
        static Port of(ContainerSpec.PortMapping port) {
            return new Port(port.hostAddress(), port.hostPort(), port.containerPort(), port.protocol());
        }

        ContainerSpec.PortMapping checked() {
            return new ContainerSpec.PortMapping(
                    hostAddress == null || hostAddress.isEmpty() || hostAddress.equals("0.0.0.0") ? null : hostAddress,
                    Objects.requireNonNull(hostPort),
                    Objects.requireNonNull(containerPort),
                    protocol == null ? ContainerSpec.Transport.TCP : protocol);
        }
    }

    /** As {@link ContainerSpec.Limits}. */
    @Schema(name = "NewLimits")
    record Limits(
            @Nullable Long memoryBytes,
            @Nullable Double cpus,

            @Schema(defaultValue = "" + ContainerSpec.Limits.DEFAULT_PIDS) @Nullable
            Integer pids) {}
}
