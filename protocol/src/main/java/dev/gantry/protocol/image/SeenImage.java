package dev.gantry.protocol.image;

import dev.gantry.protocol.wish.Copies;
import java.util.List;

/** An image that a preview showed as going, with the names that it had then, in full. */
public record SeenImage(String digest, List<String> references) {
    public SeenImage {
        references = Copies.list(references);
    }
}
