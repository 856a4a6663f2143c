package dev.gantry.agent.link;

import dev.gantry.protocol.AgentMessage;

/** The way to the server while one connection lasts. What was not sent when it ends is dropped. */
public interface Outbox {

    /**
     * Waits for room in the queue.
     *
     * @return false when the connection is gone
     */
    default boolean send(AgentMessage message) throws InterruptedException {
        return send(message, () -> {});
    }

    /** @param sent told once the message has left; it must return at once */
    boolean send(AgentMessage message, Runnable sent) throws InterruptedException;

    /** Does not wait: for what is not worth it, such as progress. */
    boolean offer(AgentMessage message);
}
