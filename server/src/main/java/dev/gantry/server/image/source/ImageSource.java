package dev.gantry.server.image.source;

import dev.gantry.oci.index.LayerIndex;
import dev.gantry.protocol.facts.ImageFact;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** One image whose layers can be looked into from here. */
public interface ImageSource {

    /** Where its layers are. */
    enum Place {
        HOST,
        REGISTRY
    }

    Place place();

    /** The host's name, or the repository's. */
    String placeName();

    ImageFact image();

    /** From the lowest to the highest. The first look at one may take as long as reading it. */
    List<LayerIndex> indexes();

    /**
     * A file's bytes as a layer has them; to be closed.
     *
     * @param layer that carries the file, 0 for the lowest
     * @param path as in {@link dev.gantry.protocol.layer.FileFact}
     * @param length at most so many bytes
     */
    InputStream open(int layer, String path, long length) throws IOException;
}
