package dev.gantry.engine.layer;

import dev.gantry.oci.digest.HashingInputStream;
import dev.gantry.oci.index.IndexWriter;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.TarEntry;
import dev.gantry.oci.tar.TarLimits;
import dev.gantry.oci.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes a layer's index while the layer is unpacked, so that nobody reads its archive a second time. A layer that can be
 * unpacked but not indexed stays without one: whoever wants to look into it is told why. Not for several threads.
 */
final class IndexOnTheWay implements AutoCloseable {
    private final IndexWriter writer;
    private boolean givenUp;

    /** @param target does not exist */
    IndexOnTheWay(Path target, TarLimits limits) {
        this.writer = new IndexWriter(target, limits, IndexWriter.MOST_BYTES);
    }

    /** What becomes of one member's content. */
    @FunctionalInterface
    interface Use {
        void of(InputStream content) throws IOException;
    }

    /** Has the current member used, and takes it in. */
    void add(TarEntry entry, TarReader reader, Use use) throws IOException {
        @Nullable HashingInputStream file = entry.isFile() ? new HashingInputStream(reader.content()) : null;
        use.of(file == null ? reader.content() : file);
        if (!givenUp) {
            try {
                writer.add(entry, reader.contentPosition(), file == null ? null : file.digest());
            } catch (RefusedException e) {
                givenUp = true;
            }
        }
    }

    void finish() throws IOException {
        try {
            if (!givenUp) {
                writer.finish();
            }
        } catch (RefusedException e) {
            givenUp = true;
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
