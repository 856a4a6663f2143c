package dev.gantry.server.image;

import dev.gantry.protocol.facts.ImageFact;
import java.util.UUID;

/** One image on one host. */
public record HostImage(UUID hostId, ImageFact fact) {
    /** As hosts name theirs: "linux/amd64". */
    public String platform() {
        return fact.os() + "/" + fact.architecture();
    }
}
