package dev.gantry.engine.network;

import dev.gantry.engine.kernel.process.Command;
import dev.gantry.engine.kernel.process.HeldPorts;
import dev.gantry.engine.kernel.process.Interfaces;
import dev.gantry.engine.kernel.process.Namespaces;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The installation's bridge and everyone on it. What is published is derived from the endpoints alone: each change
 * renders the whole ruleset anew, and {@link #restore} puts it back when someone else flushed it.
 */
public final class BridgeNetwork {
    /**
     * A container that calls its own published port comes back through the port of the bridge it left by. Where
     * br_netfilter is loaded, as beside Docker, the bridge itself carries that packet and drops it without this.
     */
    private static final String HAIRPIN = " type bridge_slave hairpin on";

    private final NetworkFile file;
    private final Path namespaces;
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private Optional<Installation> ready = Optional.empty();
    /** The document in force; most containers publish nothing and change nothing in it. */
    private String applied = "";
    /** The same as the kernel shows it. */
    private String listed = "";

    /**
     * @param file where bridge and subnet are kept
     * @param namespaces directory for the pinned network namespaces
     */
    public BridgeNetwork(NetworkFile file, Path namespaces) {
        this.file = file;
        this.namespaces = namespaces;
    }

    public Path namespace(String id) {
        return namespaces.resolve(id);
    }

    /** Takes over who is on the bridge after a start of ours. */
    public synchronized void adopt(List<Endpoint> running) {
        running.forEach(endpoint -> endpoints.put(endpoint.id(), endpoint));
        if (!running.isEmpty()) {
            bridge();
            apply();
        }
    }

    /** Gives a container an address and its ports; refused when a port is taken or no address is left. */
    public synchronized Reservation reserve(String id, String owner, List<Endpoint.Port> ports) {
        HeldPorts held = new HeldPorts();
        try {
            new PortBook(endpoints.values(), port -> port.take(held)).check(owner, ports);
            return new Reservation(place(id, owner, ports), held);
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private Endpoint place(String id, String owner, List<Endpoint.Port> ports) {
        Installation installation = bridge();
        Set<String> taken = endpoints.values().stream().map(Endpoint::address).collect(Collectors.toSet());
        String address = installation
                .subnet()
                .free(taken)
                .orElseThrow(() -> new RefusedException(
                        RefusalCode.LIMIT_EXCEEDED,
                        "give container " + owner + " an address",
                        "all addresses of " + installation.subnet() + " are in use",
                        "stop containers on this host, or start this one on another"));
        Endpoint endpoint = new Endpoint(id, owner, address, ports);
        endpoints.put(id, endpoint);
        return endpoint;
    }

    /** Makes the container's network namespace with nothing but loopback. */
    public void isolate(String id) {
        Namespaces.create(namespace(id), () -> {
            quietIpv6();
            try (Interfaces interfaces = Interfaces.open()) {
                interfaces.up("lo");
            }
            return true;
        });
    }

    /** Joins the namespace that {@link #isolate} made to the bridge; {@link #publish} goes with it. */
    public void attach(Endpoint endpoint) {
        Installation installation = bridge();
        Path pin = namespace(endpoint.id());
        String link = link(endpoint.id());
        // ip reads a batch in words: a path with a space in it needs quotes.
        Command.of("ip", "-batch", "-")
                .input("link add " + link + " type veth peer name eth0 address " + mac(endpoint.address()) + " netns \""
                        + pin + "\"\n" + "link set " + link + " addrgenmode none master " + installation.bridge()
                        + " up\n" + "link set " + link + HAIRPIN + "\n")
                .run();
        Subnet subnet = installation.subnet();
        long address = Subnet.address(endpoint.address()).orElseThrow();
        Namespaces.within(pin, () -> {
            try (Interfaces interfaces = Interfaces.open()) {
                interfaces.address("eth0", address, subnet.mask(), subnet.broadcast());
                interfaces.up("eth0");
                interfaces.defaultRoute(Subnet.address(subnet.gateway()).orElseThrow());
            }
            return true;
        });
    }

    /** Puts the firewall's rules for all endpoints in force; at the same time as {@link #attach}, and before the process. */
    public void publish() {
        apply();
    }

    /** Takes a container off the network and lets go of its address and ports; no-op when it is on none. */
    public void detach(String id) {
        Namespaces.release(namespace(id));
        boolean published;
        synchronized (this) {
            published = endpoints.remove(id) != null;
        }
        if (HostNetwork.hasLink(link(id))) {
            // The kernel takes the pair away with the namespace, but in its own time.
            Command.of("ip", "link", "del", link(id)).call();
        }
        if (published) {
            apply();
        }
    }

    /** Puts bridge and ruleset back when they are not as we left them; true when something was put back. */
    public synchronized boolean restore() {
        if (endpoints.isEmpty() || ready.isEmpty()) {
            return false;
        }
        Installation installation = ready.get();
        boolean bridged = HostNetwork.hasLink(installation.bridge());
        if (bridged && listing(installation).equals(listed)) {
            return false;
        }
        if (!bridged) {
            ready = Optional.empty();
            bridge();
            endpoints.keySet().stream()
                    .map(BridgeNetwork::link)
                    .filter(HostNetwork::hasLink)
                    .forEach(link -> Command.of("ip", "-batch", "-")
                            .input("link set " + link + " master " + installation.bridge() + "\n" + "link set " + link
                                    + HAIRPIN + "\n")
                            .call());
        }
        applied = "";
        apply();
        return true;
    }

    /** Takes bridge and ruleset away when nobody is on it, also those that an engine before this one made. */
    public synchronized void removeIfEmpty() {
        Optional<Installation> made = ready.or(file::made);
        if (endpoints.isEmpty() && made.isPresent()) {
            Installation installation = made.get();
            Command.of("nft", "-f", "-").input(Ruleset.removal(installation)).call();
            Command.of("ip", "link", "del", installation.bridge()).call();
            ready = Optional.empty();
            applied = "";
        }
    }

    private synchronized void apply() {
        Installation installation = bridge();
        List<String> resolvers = HostNetwork.ownResolvers();
        String wanted = new Ruleset(installation, new ArrayList<>(endpoints.values()), resolvers).render();
        if (!wanted.equals(applied)) {
            applied = "";
            Command.of("nft", "-f", "-").input(wanted).run();
            applied = wanted;
            listed = "";
        }
    }

    /** What the kernel has; remembered after the first look, for its notation is not ours. */
    private String listing(Installation installation) {
        Command.Result result = Command.of("nft", "-s", "list", "table", "inet", installation.table())
                .call();
        String now = result.exitCode() == 0 ? result.output() : "missing";
        if (listed.isEmpty() && result.exitCode() == 0) {
            listed = now;
        }
        return now;
    }

    private synchronized Installation bridge() {
        if (ready.isEmpty()) {
            ready = Optional.of(makeBridge(file.installation()));
        }
        return ready.get();
    }

    private static Installation makeBridge(Installation installation) {
        String bridge = installation.bridge();
        if (!HostNetwork.hasLink(bridge)) {
            Command.of("ip", "-batch", "-")
                    .input("link add " + bridge + " address "
                            + mac(installation.subnet().gateway()) + " type bridge\n"
                            + "link set " + bridge + " alias " + installation.token() + "\n"
                            + "addr add " + installation.subnet().gateway() + "/"
                            + installation.subnet().length() + " brd + dev " + bridge + "\n" + "link set " + bridge
                            + " up\n")
                    .run();
        }
        HostNetwork.sysctl("ipv6/conf/" + bridge + "/disable_ipv6", "1");
        // Answers to connections from the host's loopback come back through the bridge.
        HostNetwork.sysctl("ipv4/conf/" + bridge + "/route_localnet", "1");
        HostNetwork.sysctl("ipv4/ip_forward", "1");
        return installation;
    }

    private static void quietIpv6() {
        HostNetwork.sysctl("ipv6/conf/all/disable_ipv6", "1");
        HostNetwork.sysctl("ipv6/conf/default/disable_ipv6", "1");
    }

    /** Names of links hold 15 bytes. The end of an id is random; its beginning is the time, which several may share. */
    static String link(String id) {
        return "gv" + id.substring(id.length() - 12);
    }

    /** A locally administered address that follows from the IPv4 one, so that no neighbour's cache goes stale. */
    private static String mac(String address) {
        long value = Subnet.address(address).orElseThrow();
        return String.format(
                "0a:67:%02x:%02x:%02x:%02x", value >> 24 & 255, value >> 16 & 255, value >> 8 & 255, value & 255);
    }
}
