package dev.gantry.engine.network;

import dev.gantry.engine.kernel.process.HeldPorts;

/**
 * A place on the network for a container that is about to start. To be closed when the start is over: from then on the
 * container's monitor holds the ports alone.
 */
public record Reservation(Endpoint endpoint, HeldPorts ports) implements AutoCloseable {
    @Override
    public void close() {
        ports.close();
    }
}
