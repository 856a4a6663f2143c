package dev.gantry.server.scheduling;

import java.util.UUID;

/** Where to, or why nowhere. */
public sealed interface Decision {
    /** The host that takes it. */
    record Placed(UUID hostId) implements Decision {}

    /**
     * @param why with counts: "3 hosts: 2 lack the image, 1 is unreachable"
     * @param action what to do, for each of these reasons
     * @param nameTaken whether a host would have taken it under another name
     */
    record Refused(String why, String action, boolean nameTaken) implements Decision {}
}
