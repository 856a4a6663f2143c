package dev.gantry.engine.container;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a container is made from; never changes afterwards.
 *
 * @param id 32 lower-case hex digits, chosen by the caller
 * @param name {@code [a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}}, unique on the host
 * @param image a reference or a manifest digest
 * @param entrypoint replaces the image's
 * @param command replaces the image's
 * @param env added to the image's
 * @param labels Gantry's own bookkeeping goes into {@code annotations}, which images can't reach
 * @param annotations kept with the container and handed back in its view, e.g. the wish's generation
 */
public record ContainerConfig(
        String id,
        String name,
        String image,
        Optional<List<String>> entrypoint,
        Optional<List<String>> command,
        Map<String, String> env,
        Optional<String> workingDir,
        Optional<String> user,
        Optional<String> hostname,
        Map<String, String> labels,
        Map<String, String> annotations,
        Network network,
        List<PublishedPort> ports,
        Limits limits,
        boolean readOnlyRoot,
        boolean noNewPrivileges,
        Optional<String> stopSignal,
        Duration stopGrace) {

    /** The same with this host name. */
    ContainerConfig withHostname(String name) {
        return new ContainerConfig(
                id,
                this.name,
                image,
                entrypoint,
                command,
                env,
                workingDir,
                user,
                Optional.of(name),
                labels,
                annotations,
                network,
                ports,
                limits,
                readOnlyRoot,
                noNewPrivileges,
                stopSignal,
                stopGrace);
    }

    /** Where the container's interface is. */
    public enum Network {
        /** An address on the host's bridge. */
        BRIDGE,
        /** Loopback only. */
        NONE
    }

    /** @param hostAddress IPv4; empty for all addresses of the host */
    public record PublishedPort(Optional<String> hostAddress, int hostPort, int containerPort, Transport transport) {}

    /** Transport protocol of a published port. */
    public enum Transport {
        TCP,
        UDP
    }

    /** @param cpus in cores */
    public record Limits(Optional<Long> memoryBytes, Optional<Double> cpus, Optional<Integer> pids) {
        public static final Limits NONE = new Limits(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
