package dev.gantry.protocol.image;

import dev.gantry.protocol.wish.Copies;
import java.util.List;

/**
 * What describes an image.
 *
 * @param manifest bytes, base64, as {@code config}
 * @param references that the image is to have
 */
public record ImageContent(String manifest, String config, List<String> references) {
    public ImageContent {
        references = Copies.list(references);
    }

    @Override
    public String toString() {
        return "the content of " + references;
    }
}
