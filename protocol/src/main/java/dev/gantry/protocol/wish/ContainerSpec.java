package dev.gantry.protocol.wish;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user wrote of one container; immutable, the same in the REST API, the database and the link.
 *
 * @param image reference, or manifest digest
 * @param entrypoint replaces the image's; null keeps it
 * @param command replaces the image's; null keeps it, unless the entrypoint was replaced
 * @param env added to the image's
 * @param user name or number, with an optional group after a colon; null keeps the image's
 * @param hostname null for the first 12 digits of the id
 * @param noNewPrivileges set no_new_privs, prctl(2)
 * @param stopSignal null keeps the image's, else SIGTERM
 * @param stopGraceSeconds null for 10
 */
public record ContainerSpec(
        String image,
        @Nullable List<String> entrypoint,
        @Nullable List<String> command,
        Map<String, String> env,
        @Nullable String workingDir,
        @Nullable String user,
        @Nullable String hostname,
        Map<String, String> labels,
        NetworkMode network,
        List<PortMapping> ports,
        Limits limits,
        boolean readOnlyRoot,
        boolean noNewPrivileges,
        @Nullable String stopSignal,
        @Nullable Integer stopGraceSeconds) {
    public ContainerSpec {
        entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
        command = command == null ? null : List.copyOf(command);
        env = Copies.map(env);
        labels = Copies.map(labels);
        network = network == null ? NetworkMode.BRIDGE : network;
        ports = Copies.list(ports);
        limits = limits == null ? Limits.NONE : limits;
    }

    /** Where the container's network interface is. */
    public enum NetworkMode {
        /** An address on the host's bridge. */
        BRIDGE,
        /** Loopback only. */
        NONE
    }

    /**
     * A port of the host that leads to a port of the container.
     *
     * @param hostAddress IPv4 address of the host; null for all of them
     * @param hostPort 1 to 65535
     * @param containerPort 1 to 65535
     */
    public record PortMapping(@Nullable String hostAddress, int hostPort, int containerPort, Transport protocol) {
        public PortMapping {
            protocol = protocol == null ? Transport.TCP : protocol;
        }
    }

    /** Transport protocol of a published port. */
    public enum Transport {
        TCP,
        UDP
    }

    /**
     * Upper bounds; null for none, but for pids.
     *
     * @param memoryBytes at least 6 MiB
     * @param cpus in cores, e.g. 1.5
     * @param pids processes and threads; null for {@link #DEFAULT_PIDS}
     */
    public record Limits(
            @Nullable Long memoryBytes,
            @Nullable Double cpus,
            @Nullable Integer pids) {
        /** What the engine sets where the spec says nothing. */
        public static final int DEFAULT_PIDS = 4096;

        public static final Limits NONE = new Limits(null, null, null);
    }
}
