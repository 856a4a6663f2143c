package dev.gantry.oci.registry;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.ManifestDocument;
import dev.gantry.oci.registry.http.Answer;
import dev.gantry.oci.registry.http.Ask;
import dev.gantry.oci.registry.http.Connections;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.function.LongConsumer;

/** One repository of one registry, as a writer sees it. Blobs first, the manifest last. */
public final class RegistryWriter {
    private final RegistryApi api;
    private final String repository;

    /** @param repository as in a reference: "team/app" */
    public RegistryWriter(RegistryEndpoint endpoint, String repository, Connections connections) {
        this.api = new RegistryApi(endpoint, connections);
        this.repository = repository;
    }

    public boolean has(Digest blob) {
        Ask ask = Ask.head(api.uri(repository, "blobs/" + blob));
        return api.retry().run("look for the blob " + blob + " in " + repository + " at " + api, () -> {
            try (Answer answer = api.push(ask, repository, Optional.empty())) {
                return answer.isOk();
            }
        });
    }

    /**
     * Sends a blob, or has the registry take it from another of its repositories.
     *
     * @param from the other repository, where one is known
     * @param progress told the bytes that the registry has taken; may throw
     */
    public void blob(Descriptor blob, BlobSource source, Optional<String> from, LongConsumer progress) {
        new BlobUpload(api, repository, blob, source, progress).run(from);
    }

    /** @param reference a tag, or the manifest's digest */
    public void manifest(String reference, ManifestDocument manifest) {
        String tried = "push the manifest " + reference + " to " + repository + " at " + api;
        byte[] bytes = manifest.raw().bytes();
        Ask ask = Ask.send("PUT", api.uri(repository, "manifests/" + reference))
                .header("Content-Type", manifest.mediaType().text())
                .body(() -> HttpRequest.BodyPublishers.ofByteArray(bytes));
        int unused = api.retry().run(tried, () -> {
            try (Answer answer = api.push(ask, repository, Optional.empty())) {
                if (!answer.isOk()) {
                    throw api.refusal(tried, answer);
                }
                return answer.status();
            }
        });
    }
}
