package dev.gantry.engine.image.look;

import dev.gantry.engine.disk.ContentStore;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.image.store.ImageRecord;
import dev.gantry.engine.layer.LayerStore;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.index.LayerIndex;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Brings together what is known of an image's layers and the archives that they came in. */
public final class LayerReader {
    private final ContentStore content;
    private final LayerStore layers;
    private final Decompressor decompressor;

    public LayerReader(ContentStore content, LayerStore layers, Decompressor decompressor) {
        this.content = content;
        this.layers = layers;
        this.decompressor = decompressor;
    }

    public ImageLayers read(Image image, ImageRecord record) throws IOException {
        List<LayerIndex> indexes = new ArrayList<>();
        for (ImageRecord.Layer layer : record.layers()) {
            indexes.add(layers.index(layer.diffId(), () -> open(layer)));
        }
        return new ImageLayers(image, indexes, number -> open(record.layers().get(number)));
    }

    private InputStream open(ImageRecord.Layer layer) throws IOException {
        InputStream packed = content.open(layer.blob());
        try {
            return decompressor.open(packed).stream();
        } catch (IOException | RuntimeException e) {
            packed.close();
            throw e;
        }
    }
}
