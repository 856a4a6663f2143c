package dev.gantry.protocol.facts;

import dev.gantry.protocol.wish.Copies;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an agent knows of its host.
 *
 * @param bootId changes with each boot of the host
 * @param cpus logical CPUs
 * @param addresses IPv4 and IPv6 addresses that are no loopback and no link-local ones
 * @param isolations what the host offers: "process", "vm"
 * @param cgroup "v1", "v2" or "hybrid"
 * @param labels from the agent's configuration
 * @param names who resolves names in containers; empty from an agent that does not tell
 */
public record HostFacts(
        String hostname,
        String bootId,
        Os os,
        String architecture,
        int cpus,
        long memoryBytes,
        long diskBytes,
        List<String> addresses,
        EngineFacts engine,
        String cgroup,
        List<String> isolations,
        Location location,
        Map<String, String> labels,
        NameFacts names) {
    public HostFacts {
        Objects.requireNonNull(os, "os");
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(location, "location");
        addresses = Copies.list(addresses);
        isolations = Copies.list(isolations);
        labels = Copies.map(labels);
        names = names == null ? NameFacts.UNKNOWN : names;
    }

    /**
     * @param family "linux" or "windows"
     * @param name "Debian GNU/Linux"
     * @param version "12.11": on Debian with the point release
     * @param build which build of that version: "10.0.20348.2700" on Windows, BUILD_ID or IMAGE_VERSION of os-release(5) on
     *     Linux; null where there is none, as on Debian
     * @param kernel "6.18.44"
     */
    public record Os(
            String family,
            String name,
            String version,
            @Nullable String build,
            String kernel) {}

    /**
     * @param name "native" or "docker"
     * @param runtime the chosen runtime's name, null when none works
     * @param reason why this one was chosen, or why none
     * @param gzip who unpacks gzip: "igzip", "unpigz" or "jdk"; null when the agent does not say
     */
    public record EngineFacts(
            String name,
            String version,
            @Nullable String runtime,
            String reason,
            List<RuntimeFacts> runtimes,
            @Nullable String gzip) {
        public EngineFacts {
            runtimes = Copies.list(runtimes);
        }
    }

    /**
     * @param usable whether a probe container ran with it
     * @param detail what the probe saw
     */
    public record RuntimeFacts(String name, String path, String version, boolean usable, String detail) {}

    /**
     * @param site "on-premises" or "cloud"
     * @param provider "azure", "aws", "google"; null on premises
     */
    public record Location(
            String site,
            @Nullable String provider,
            @Nullable String region,
            @Nullable String zone,
            @Nullable String instanceType) {}

    /**
     * @param servers addresses of the name servers that containers are given
     * @param trouble why containers can't resolve names and what to do; null when they can, or when nobody knows
     */
    public record NameFacts(List<String> servers, @Nullable String trouble) {
        static final NameFacts UNKNOWN = new NameFacts(List.of(), null);

        public NameFacts {
            servers = Copies.list(servers);
        }
    }
}
