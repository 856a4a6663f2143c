package dev.gantry.engine.container;

import dev.gantry.engine.image.Image;
import dev.gantry.engine.layer.LayerStack;
import java.util.Optional;

/** The images that containers can be made from. */
public interface ImageSource {
    Optional<Image> find(String nameOrDigest);

    LayerStack layers(Image image);
}
