package dev.gantry.oci.registry;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.ManifestDocument;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.http.Answer;
import dev.gantry.oci.registry.http.Ask;
import dev.gantry.oci.registry.http.HttpRefusals;
import dev.gantry.oci.registry.http.Transient;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** HEAD and GET of {@code /v2/<name>/manifests/<reference>}, "Pulling manifests". */
final class ManifestPull {
    private static final String ACCEPT = Arrays.stream(MediaType.values())
            .filter(type -> type.kind() == MediaType.Kind.INDEX || type.kind() == MediaType.Kind.MANIFEST)
            .map(MediaType::text)
            .collect(Collectors.joining(", "));

    private final RegistryApi api;
    private final String repository;

    ManifestPull(RegistryApi api, String repository) {
        this.api = api;
        this.repository = repository;
    }

    /** What a tag means now; empty when the registry does not say, or has no HEAD. Not counted as a pull by Docker Hub. */
    Optional<Digest> head(String tag) {
        return api.retry().run(tried(tag), () -> {
            try (Answer answer = api.pull(ask(Ask.head(api.uri(repository, "manifests/" + tag))), repository)) {
                return answer.isOk() ? announced(answer) : Optional.empty();
            }
        });
    }

    /** @param reference a tag, or a digest, which the document then has */
    ManifestDocument get(String reference) {
        return api.retry().run(tried(reference), () -> {
            try (Answer answer = api.pull(ask(Ask.get(api.uri(repository, "manifests/" + reference))), repository)) {
                if (!answer.isOk()) {
                    throw api.refusal(tried(reference), answer);
                }
                return read(reference, answer);
            }
        });
    }

    private static Ask ask(Ask plain) {
        return plain.header("Accept", ACCEPT);
    }

    private ManifestDocument read(String reference, Answer answer) throws Transient {
        byte[] bytes = answer.read(ManifestDocument.MAX_BYTES, "the manifest " + reference);
        if (answer.length().isPresent() && answer.length().getAsLong() != bytes.length) {
            throw new Transient("the manifest ended early", Optional.empty(), null);
        }
        Digest actual = Digest.of(bytes);
        Optional<Digest> expected =
                reference.startsWith("sha256:") ? Optional.of(Digest.parse(reference)) : announced(answer);
        if (expected.isPresent() && !expected.get().equals(actual)) {
            throw new RefusedException(
                    RefusalCode.DIGEST_MISMATCH,
                    tried(reference),
                    "it has the digest " + actual + " and was promised as " + expected.get(),
                    "the registry or something on the way changed it; ask the registry's operator");
        }
        return ManifestDocument.parse(bytes, mediaType(answer));
    }

    /** Without parameters; what is no media type of images is for the parser to refuse. */
    private static @Nullable String mediaType(Answer answer) {
        String type = answer.header("Content-Type")
                .map(text -> text.split(";", 2)[0].strip())
                .orElse("");
        // Static file servers know no better; the document's own word then counts.
        return type.isEmpty() || type.equals("application/json") || type.equals("application/octet-stream")
                ? null
                : type;
    }

    private static Optional<Digest> announced(Answer answer) {
        return answer.header("Docker-Content-Digest").map(text -> {
            try {
                return Digest.parse(text);
            } catch (RefusedException e) {
                throw HttpRefusals.invalid(
                        "read a manifest", "its Docker-Content-Digest is \"" + HttpRefusals.shown(text) + "\"");
            }
        });
    }

    private String tried(String reference) {
        return "read the manifest " + reference + " of " + repository + " from " + api;
    }
}
