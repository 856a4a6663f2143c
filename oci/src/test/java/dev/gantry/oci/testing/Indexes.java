package dev.gantry.oci.testing;

import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.index.LayerIndexer;
import dev.gantry.oci.tar.TarLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Indexes of layers that are made by hand. */
public final class Indexes {
    private Indexes() {}

    /** @param directory takes the index' file */
    public static LayerIndex of(TarFixture layer, Path directory) {
        return of(layer.bytes(), directory);
    }

    /** @param tar not compressed */
    public static LayerIndex of(byte[] tar, Path directory) {
        try {
            Path file = Files.createTempDirectory(directory, "index").resolve("index");
            LayerIndexer.index(new ByteArrayInputStream(tar), TarLimits.DEFAULT, file);
            return LayerIndex.open(file).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
