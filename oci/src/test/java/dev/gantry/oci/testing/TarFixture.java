package dev.gantry.oci.testing;

import dev.gantry.oci.tar.TarEntry;
import dev.gantry.oci.tar.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A tar archive in memory: {@code new TarFixture().directory("etc").file("etc/motd", "hello").bytes()}. */
public final class TarFixture {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarWriter writer = new TarWriter(bytes);

    public TarFixture directory(String name) {
        return entry(TarEntry.directory(name), new byte[0]);
    }

    public TarFixture file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8), 0644);
    }

    public TarFixture file(String name, byte[] content, int mode) {
        return entry(TarEntry.file(name, content.length).withMode(mode), content);
    }

    public TarFixture symlink(String name, String target) {
        return entry(TarEntry.symlink(name, target), new byte[0]);
    }

    public TarFixture hardlink(String name, String target) {
        return entry(TarEntry.hardlink(name, target), new byte[0]);
    }

    /** Hides what a lower layer has there, OCI image specification, layer.md, "Whiteouts". */
    public TarFixture whiteout(String path) {
        int slash = path.lastIndexOf('/') + 1;
        return file(path.substring(0, slash) + ".wh." + path.substring(slash), "");
    }

    /** Hides all that lower layers have in a directory. */
    public TarFixture opaque(String directory) {
        return file(directory + "/.wh..wh..opq", "");
    }

    public TarFixture entry(TarEntry entry, byte[] content) {
        try {
            writer.put(entry, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Adds bytes that are no honest member, such as a header made by hand. */
    public TarFixture raw(byte[] blocks) {
        bytes.writeBytes(blocks);
        return this;
    }

    /** The archive with its end mark; nothing can be added any more. */
    public byte[] bytes() {
        try {
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
