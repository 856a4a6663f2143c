package dev.gantry.oci.registry;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.ManifestDocument;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.http.Connections;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A repository behind its mirrors: each is asked in turn until one has it. Safe for several threads. */
public final class RegistrySource {
    private final List<RegistryClient> clients;

    public RegistrySource(RegistryAccess access, String repository, Connections connections) {
        this.clients = access.endpoints().stream()
                .map(endpoint -> new RegistryClient(endpoint, repository, connections))
                .toList();
    }

    /** What a tag means now, without fetching it; empty when that can't be known so. */
    public Optional<Digest> resolve(String tag) {
        return first(client -> client.resolve(tag).orElseThrow(() -> notKnown(tag)), true);
    }

    /** @param reference a tag, or a digest; then the document is checked against it */
    public ManifestDocument manifest(String reference) {
        return first(client -> client.manifest(reference), false).orElseThrow();
    }

    public byte[] document(Descriptor blob) {
        return first(client -> client.document(blob), false).orElseThrow();
    }

    /** Blobs are opened when first read, so whoever lacks one is found out then. @return to be closed */
    public InputStream blob(Descriptor blob) {
        return clients.size() == 1 ? clients.get(0).blob(blob) : new MirroredBlob(clients, blob);
    }

    /** @param mayLack whether a failure of all is an empty answer as long as it only means that nobody knows */
    private <T> Optional<T> first(Function<RegistryClient, T> ask, boolean mayLack) {
        for (int i = 0; ; i++) {
            try {
                return Optional.of(ask.apply(clients.get(i)));
            } catch (RefusedException e) {
                boolean last = i == clients.size() - 1;
                if (last && mayLack && e.code() == RefusalCode.IMAGE_NOT_FOUND) {
                    return Optional.empty();
                }
                if (last || e.code() == RefusalCode.CANCELLED) {
                    throw e;
                }
            }
        }
    }

    private static RefusedException notKnown(String tag) {
        return new RefusedException(
                RefusalCode.IMAGE_NOT_FOUND, "look up the tag " + tag, "the registry does not say", "fetch it instead");
    }
}
