package dev.gantry.server.agentlink;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.facts.HostFacts;

/** Who writes down what agents say. Called on the link's own thread, one message after the other. */
public interface LinkListener {
    /** The link said hello and was welcomed. */
    void opened(AgentLink link, AgentMessage.Hello hello);

    void facts(AgentLink link, HostFacts facts);

    void containers(AgentLink link, AgentMessage.ContainerReport report);

    void images(AgentLink link, AgentMessage.ImageReport report);

    /** The link is gone; called once, for links that were opened. */
    void closed(AgentLink link);
}
