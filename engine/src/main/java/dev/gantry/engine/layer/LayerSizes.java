package dev.gantry.engine.layer;

import dev.gantry.engine.disk.DataRoot;
import dev.gantry.engine.disk.DurableFile;
import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.DiskUse;
import dev.gantry.engine.kernel.file.KernelException;
import dev.gantry.engine.kernel.file.Names;
import dev.gantry.oci.digest.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What unpacked layers take on the disk. A layer's files never change, so they are walked once in its life and the sum
 * is kept beside them. Safe for several threads.
 */
public final class LayerSizes {
    private static final Logger LOG = LoggerFactory.getLogger(LayerSizes.class);

    private final DataRoot root;

    public LayerSizes(DataRoot root) {
        this.root = root;
    }

    /** @return bytes as du(1) reckons them, of the layer's files and what is kept beside them; 0 when it is not there */
    public long bytes(Digest diffId) {
        Path layer = root.layer(diffId);
        try {
            long files = files(layer);
            byte[] tree = Names.of(layer.relativize(root.layerFiles(layer)));
            try (Dir dir = Dir.open(layer)) {
                return files
                        + dir.stat().diskBytes()
                        + dir.list().stream()
                                .filter(entry -> !Arrays.equals(entry.name(), tree))
                                .mapToLong(entry -> DiskUse.of(dir, entry.name()))
                                .sum();
            }
        } catch (KernelException e) {
            if (e.isNotFound()) {
                return 0;
            }
            throw e.refused("measure the layer " + diffId);
        }
    }

    private long files(Path layer) {
        OptionalLong known = known(root.layerSize(layer));
        if (known.isPresent()) {
            return known.getAsLong();
        }
        long measured = DiskUse.of(root.layerFiles(layer));
        try {
            DurableFile.write(root.layerSize(layer), Names.utf8(Long.toString(measured)));
        } catch (KernelException e) {
            // Whoever asks because the disk is full must get an answer, too; it is measured again the next time.
            LOG.debug("the size of {} is not kept", layer, e);
        }
        return measured;
    }

    private static OptionalLong known(Path file) {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(file).trim()));
        } catch (NoSuchFileException | NumberFormatException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("read " + file, e);
        }
    }
}
