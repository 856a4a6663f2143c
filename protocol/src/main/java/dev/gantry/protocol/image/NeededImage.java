package dev.gantry.protocol.image;

import dev.gantry.protocol.wish.Copies;
import java.util.List;

/**
 * An image that is wished to be used on the host, whether the host knows it yet or not.
 *
 * @param by names of containers
 */
public record NeededImage(String digest, List<String> by) {
    public NeededImage {
        by = Copies.list(by);
    }
}
