package dev.gantry.engine.layer;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.tar.TarEntry;
import dev.gantry.oci.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A layer's archive under construction. */
final class Tar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarWriter writer = new TarWriter(bytes);

    static Tar of(TarEntry... entries) {
        Tar tar = new Tar();
        for (TarEntry entry : entries) {
            tar.with(entry);
        }
        return tar;
    }

    Tar with(TarEntry entry) {
        return put(entry, new byte[0]);
    }

    Tar file(String name, String content) {
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        return put(TarEntry.file(name, data.length), data);
    }

    Tar put(TarEntry entry, byte[] content) {
        try {
            writer.put(entry, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        try {
            writer.finish();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Digest diffId() {
        return Digest.of(bytes());
    }

    Layer into(LayerStore store) throws IOException {
        return store.unpack(diffId(), () -> new ByteArrayInputStream(bytes()));
    }
}
