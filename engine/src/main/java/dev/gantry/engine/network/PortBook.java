package dev.gantry.engine.network;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides whether ports can be published beside those that are.
 *
 * @param endpoints the containers whose ports are published now
 * @param take whether nobody else on the host has it, and from now on nobody else gets it
 */
record PortBook(Collection<Endpoint> endpoints, Predicate<Endpoint.Port> take) {
    private static final int SEARCH = 2000;

    /** Refuses with PORT_TAKEN and names the holder and the next free port. */
    void check(String owner, List<Endpoint.Port> ports) {
        for (int i = 0; i < ports.size(); i++) {
            Endpoint.Port port = ports.get(i);
            if (port.hostAddress().isPresent()
                    && !HostNetwork.isOwn(port.hostAddress().get())) {
                throw new RefusedException(
                        RefusalCode.INVALID_ARGUMENT,
                        "publish the port " + port.shown() + " of container " + owner,
                        port.hostAddress().get() + " is no address of this host",
                        "give one of the host's IPv4 addresses, or none for all of them");
            }
            if (ports.subList(0, i).stream().anyMatch(port::collides)) {
                throw taken(owner, port, "the same container publishes it twice");
            }
            Optional<String> container = holder(port);
            if (container.isPresent()) {
                throw taken(owner, port, "the container " + container.get() + " holds it");
            }
            if (!take.test(port)) {
                throw taken(owner, port, HostPorts.holder(port).orElse("a program of the host holds it"));
            }
        }
    }

    private Optional<String> holder(Endpoint.Port port) {
        return endpoints.stream()
                .filter(e -> e.ports().stream().anyMatch(port::collides))
                .map(Endpoint::owner)
                .findFirst();
    }

    private RefusedException taken(String owner, Endpoint.Port port, String why) {
        return new RefusedException(
                RefusalCode.PORT_TAKEN,
                "publish the port " + port.shown() + " of container " + owner,
                why,
                nextFree(port)
                        .map(next -> "choose another port; the next free one is " + next)
                        .orElse("choose another port"));
    }

    private Optional<Integer> nextFree(Endpoint.Port port) {
        int last = Math.min(65535, port.hostPort() + SEARCH);
        for (int candidate = port.hostPort() + 1; candidate <= last; candidate++) {
            Endpoint.Port next =
                    new Endpoint.Port(port.hostAddress(), candidate, port.containerPort(), port.transport());
            if (holder(next).isEmpty() && take.test(next)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
