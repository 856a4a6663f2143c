package dev.gantry.oci.index;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.tar.TarEntry;
import dev.gantry.oci.tar.TarLimits;
import dev.gantry.oci.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Makes the index of a layer from its tar stream, in one pass and with bounded memory. */
public final class LayerIndexer {
    private LayerIndexer() {}

    /** As below, with an index as large as can be read. */
    public static void index(InputStream tar, TarLimits limits, Path target) throws IOException {
        index(tar, limits, IndexWriter.MOST_BYTES, target);
    }

    /**
     * @param tar not compressed; read to its end, not closed
     * @param mostBytes of the index
     * @param target does not exist
     * @throws dev.gantry.oci.refusal.RefusedException as {@link TarReader} and {@link IndexWriter}
     */
    public static void index(InputStream tar, TarLimits limits, long mostBytes, Path target) throws IOException {
        try (IndexWriter writer = new IndexWriter(target, limits, mostBytes)) {
            TarReader reader = TarReader.ofVerified(tar, limits);
            byte[] buffer = new byte[256 << 10];
            TarEntry member;
            while ((member = reader.next()) != null) {
                writer.add(member, reader.contentPosition(), content(member, reader.content(), buffer));
            }
            writer.finish();
        }
    }

    private static @Nullable Digest content(TarEntry member, InputStream content, byte[] buffer) throws IOException {
        if (!member.isFile()) {
            return null;
        }
        MessageDigest hash = Digest.ofStream();
        int n;
        while ((n = content.read(buffer)) >= 0) {
            hash.update(buffer, 0, n);
        }
        return Digest.finish(hash.digest());
    }
}
