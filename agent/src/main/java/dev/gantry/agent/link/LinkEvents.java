package dev.gantry.agent.link;

import dev.gantry.protocol.AgentMessage.Heartbeat;
import dev.gantry.protocol.AgentMessage.Hello;
import dev.gantry.protocol.ServerMessage;
import dev.gantry.protocol.ServerMessage.Welcome;
import java.io.IOException;

/** What a link asks and tells the rest of the agent. */
public interface LinkEvents {

    /** The first message of a connection. */
    Hello hello() throws IOException, InterruptedException;

    Heartbeat heartbeat() throws IOException;

    /** The server knows us: reports may flow until the outbox refuses them. */
    void connected(Welcome welcome, Outbox outbox);

    /** One call at a time, in the order of sending; answers go into the outbox of the same connection. */
    void received(ServerMessage message, Outbox outbox) throws IOException, InterruptedException;
}
