package dev.gantry.oci.registry;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.digest.VerifyingInputStream;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.ManifestDocument;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.http.Connections;
import dev.gantry.oci.registry.http.HttpRefusals;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One repository of one registry, as a reader sees it. Safe for several threads. */
public final class RegistryClient {
    private final RegistryApi api;
    private final String repository;

    /** @param repository as in a reference: "library/nginx" */
    public RegistryClient(RegistryEndpoint endpoint, String repository, Connections connections) {
        this.api = new RegistryApi(endpoint, connections);
        this.repository = repository;
    }

    /** What a tag means now, without fetching it; empty when that can't be known so. */
    public Optional<Digest> resolve(String tag) {
        return new ManifestPull(api, repository).head(tag);
    }

    /** @param reference a tag, or a digest; then the document is checked against it */
    public ManifestDocument manifest(String reference) {
        return new ManifestPull(api, repository).get(reference);
    }

    /** The blob's bytes, checked as they come; to be closed. Resumes when the connection breaks. */
    public InputStream blob(Descriptor blob) {
        BlobPull pull = new BlobPull(api, repository, blob);
        return new VerifyingInputStream(new BlobStream(pull, api.retry(), blob.size()), blob.digest(), blob.size());
    }

    /** A small blob such as a config, whole and checked. */
    public byte[] document(Descriptor blob) {
        String tried = "read the document " + blob.digest() + " of " + repository;
        if (blob.size() > ManifestDocument.MAX_BYTES) {
            throw new RefusedException(
                    RefusalCode.LIMIT_EXCEEDED,
                    tried,
                    "it has " + blob.size() + " bytes, and at most " + ManifestDocument.MAX_BYTES + " are read",
                    "use an image whose description is smaller");
        }
        try (InputStream in = blob(blob)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw HttpRefusals.unreachable(tried, String.valueOf(e.getMessage()));
        }
    }
}
