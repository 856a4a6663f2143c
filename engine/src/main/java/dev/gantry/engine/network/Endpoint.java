package dev.gantry.engine.network;

import dev.gantry.engine.kernel.process.HeldPorts;
import java.util.List;
import java.util.Optional;

/**
 * One container on the bridge.
 *
 * @param owner the container's name, for people
 * @param address IPv4 within the installation's subnet
 */
public record Endpoint(String id, String owner, String address, List<Port> ports) {

    /** @param hostAddress IPv4; empty for all addresses of the host */
    public record Port(Optional<String> hostAddress, int hostPort, int containerPort, String transport) {
        /** Whether both can't be published at the same time. */
        boolean collides(Port other) {
            boolean sameAddress =
                    hostAddress.isEmpty() || other.hostAddress.isEmpty() || hostAddress.equals(other.hostAddress);
            return sameAddress && hostPort == other.hostPort && transport.equals(other.transport);
        }

        /** Whether nobody else on the host has it; then nobody else gets it. */
        boolean take(HeldPorts held) {
            long address = hostAddress.flatMap(Subnet::address).orElse(0L);
            return held.take(transport.equals("tcp"), address, hostPort);
        }

        public String shown() {
            return hostAddress.orElse("0.0.0.0") + ":" + hostPort + "/" + transport;
        }
    }
}
