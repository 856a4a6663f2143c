package dev.gantry.server.image.copy;

import dev.gantry.server.access.Caller;
import dev.gantry.server.host.HostView;
import dev.gantry.server.image.HostImage;
import dev.gantry.server.image.ImageView;
import java.util.UUID;

/**
 * One copy.
 *
 * @param image as the sender has it; its names are those that the copy gets
 */
record CopyPlan(UUID operationId, HostImage image, ImageView.HostRef from, HostView to, String tried, Caller caller) {
    String digest() {
        return image.fact().digest();
    }

    static String compare(HostView to) {
        return "compare with " + to.name();
    }

    String compare() {
        return compare(to);
    }
}
