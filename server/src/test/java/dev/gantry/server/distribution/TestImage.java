package dev.gantry.server.distribution;

import dev.gantry.oci.digest.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A small image that every engine can unpack. */
record TestImage(byte[] config, byte[] layer, byte[] tar) {

    static TestImage make(int seed) throws IOException {
        byte[] content = new byte[200_000];
        new Random(seed).nextBytes(content);
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(tar)) {
            TarArchiveEntry entry = new TarArchiveEntry("data-" + seed);
            entry.setSize(content.length);
            entry.setMode(0644);
            entry.setModTime(0);
            out.putArchiveEntry(entry);
            out.write(content);
            out.closeArchiveEntry();
        }
        ByteArrayOutputStream layer = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(layer)) {
            out.write(tar.toByteArray());
        }
        String config = "{\"created\":\"2026-01-01T00:00:00Z\",\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":"
                + "{\"Cmd\":[\"/data\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + Digest.of(tar.toByteArray())
                + "\"]},\"history\":[{\"created\":\"2026-01-01T00:00:00Z\",\"created_by\":\"test\"}]}";
        return new TestImage(Registry.bytes(config), layer.toByteArray(), tar.toByteArray());
    }

    /** @return the manifest */
    byte[] push(Registry registry, String name, String tag) {
        registry.push(name, config);
        registry.push(name, layer);
        byte[] manifest = Registry.manifest(config, layer);
        registry.put(name, tag, Registry.MANIFEST, manifest);
        return manifest;
    }
}
