package dev.gantry.server.image.source;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.manifest.ManifestDocument;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.server.distribution.blob.BlobStore;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Images of the built-in registry, by their manifests' digests. */
@Component
class RegistryImages {
    /** As the readers of images elsewhere take it. */
    private static final int MOST_CONFIG_BYTES = 4 << 20;

    private static final int MOST_NAMES = 50;

    private final JdbcClient jdbc;
    private final BlobStore blobs;
    private final IndexCache cache;

    RegistryImages(JdbcClient jdbc, BlobStore blobs, IndexCache cache) {
        this.jdbc = jdbc;
        this.blobs = blobs;
        this.cache = cache;
    }

    private record Stored(String repository, byte[] content) {}

    /** Errors with NOT_SUPPORTED when the digest is that of an index or of an artifact. */
    Optional<ImageSource> find(String digest) {
        return jdbc.sql("""
                select r.name, m.content from manifest m join repository r on r.id = m.repository_id
                 where m.digest = :digest order by m.pushed_at limit 1
                """)
                .param("digest", digest)
                .query((row, n) -> new Stored(row.getString("name"), row.getBytes("content")))
                .optional()
                .map(stored -> image(digest, stored));
    }

    private ImageSource image(String digest, Stored stored) {
        String tried = "Look into image " + digest + " of repository " + stored.repository();
        try {
            ManifestDocument document = ManifestDocument.parse(stored.content(), null);
            if (!(document instanceof Manifest manifest) || !manifest.isImage()) {
                throw new ProblemException(
                        ErrorCode.NOT_SUPPORTED,
                        tried,
                        document instanceof Manifest
                                ? "it is no image"
                                : "it is an index, which leads to several images",
                        "Choose the image for one platform from the repository's page.");
            }
            ImageConfig config = ImageConfig.parse(config(manifest));
            return new RegistryLayers(stored.repository(), digest, names(digest), manifest, config, blobs, cache);
        } catch (RefusedException e) {
            throw ProblemException.of(e.refusal());
        } catch (IOException e) {
            throw new ProblemException(
                    ErrorCode.IMAGE_NOT_FOUND,
                    tried,
                    "its bytes can't be read from the blob store: " + e.getMessage(),
                    "See that the blob store's directory is there, or push the image again.",
                    Map.of(),
                    e);
        }
    }

    private byte[] config(Manifest manifest) throws IOException {
        try (InputStream in = blobs.open(manifest.config().digest(), 0)) {
            byte[] content = in.readNBytes(MOST_CONFIG_BYTES + 1);
            if (content.length > MOST_CONFIG_BYTES) {
                throw new IOException("the config is larger than " + MOST_CONFIG_BYTES + " bytes");
            }
            return content;
        }
    }

    private List<String> names(String digest) {
        return jdbc.sql("""
                select r.name || ':' || t.name as name from tag t join repository r on r.id = t.repository_id
                 where t.digest = :digest order by 1 limit :most
                """)
                .param("digest", Digest.parse(digest).toString())
                .param("most", MOST_NAMES)
                .query(String.class)
                .list();
    }
}
