package dev.gantry.agent.link;

import dev.gantry.protocol.Protocol;
import java.time.Duration;

/**
 * The link's times.
 *
 * @param heartbeat from one to the next
 * @param silence a server that was not heard for so long is gone
 * @param firstWait before the first attempt to reconnect
 * @param longestWait cap of the waits
 */
public record Pace(Duration heartbeat, Duration silence, Duration firstWait, Duration longestWait) {
    public static final Pace NORMAL = new Pace(
            Duration.ofSeconds(Protocol.HEARTBEAT_SECONDS),
            Duration.ofSeconds(Protocol.SILENT_SECONDS),
            Duration.ofMillis(100),
            Duration.ofSeconds(15));
}
