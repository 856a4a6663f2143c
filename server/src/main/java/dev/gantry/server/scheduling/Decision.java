package dev.gantry.server.scheduling;

import java.util.UUID;

/** Where to, or why nowhere. */
public sealed interface Decision {
    /** The host that takes it. */
    record Placed(UUID hostId) implements Decision {}

    /**
     * @param why with counts: "3 hosts: 2 lack the image, 1 is unreachable"
     * @param action what to do, for each of these reasons
     */
    record Refused(String why, String action) implements Decision {}
}
