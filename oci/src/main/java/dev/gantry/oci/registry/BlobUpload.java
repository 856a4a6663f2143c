package dev.gantry.oci.registry;

import dev.gantry.oci.compression.FirstBytes;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.http.Answer;
import dev.gantry.oci.registry.http.Ask;
import dev.gantry.oci.registry.http.HttpRefusals;
import dev.gantry.oci.registry.http.Transient;
import dev.gantry.oci.registry.http.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * POST, PATCH and PUT of {@code /v2/<name>/blobs/uploads/}, "Pushing blobs": in one piece when small, otherwise in chunks,
 * of which the registry says after a break how much it has.
 */
final class BlobUpload {
    private static final long CHUNK = 16L << 20;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,18})");

    private final RegistryApi api;
    private final String repository;
    private final Descriptor blob;
    private final BlobSource source;
    private final LongConsumer progress;

    BlobUpload(RegistryApi api, String repository, Descriptor blob, BlobSource source, LongConsumer progress) {
        this.api = api;
        this.repository = repository;
        this.blob = blob;
        this.source = source;
        this.progress = progress;
    }

    /** @param from a repository of this registry that has the blob; it is then mounted, if the registry can */
    void run(Optional<String> from) {
        Optional<URI> location = api.retry().run(tried(), () -> begin(from));
        if (location.isEmpty()) {
            progress.accept(blob.size());
            return;
        }
        Standing standing = new Standing(location.get(), 0);
        int failed = 0;
        while (true) {
            try {
                if (blob.size() - standing.has() <= CHUNK) {
                    finish(standing);
                    break;
                }
                standing = chunk(standing);
                failed = 0;
                progress.accept(standing.has());
            } catch (Transient e) {
                api.retry().await(tried(), ++failed, e);
                if (isThere()) {
                    break;
                }
                standing = again(standing);
            }
        }
        progress.accept(blob.size());
    }

    /** How much of the upload the registry has, and where it goes on; some registries have the one say the other. */
    private record Standing(URI at, long has) {}

    /** The last answer may be lost though the work was done. */
    private boolean isThere() {
        Ask ask = Ask.head(api.uri(repository, "blobs/" + blob.digest()));
        return api.retry().run(tried(), () -> {
            try (Answer answer = api.push(ask, repository, Optional.empty())) {
                return answer.isOk();
            }
        });
    }

    /** @return where to upload to; empty when the blob was mounted */
    private Optional<URI> begin(Optional<String> from) throws Transient {
        String query =
                from.map(name -> "?mount=" + blob.digest() + "&from=" + name).orElse("");
        Ask ask = Ask.send("POST", api.uri(repository, "blobs/uploads/" + query));
        try (Answer answer = api.push(ask, repository, from)) {
            if (answer.status() == CREATED) {
                return Optional.empty();
            }
            if (answer.status() != ACCEPTED) {
                throw api.refusal(tried(), answer);
            }
            return Optional.of(location(ask.uri(), answer));
        }
    }

    private Standing chunk(Standing standing) throws Transient {
        long from = standing.has();
        Ask ask = Ask.send("PATCH", standing.at())
                .header("Content-Type", "application/octet-stream")
                .header("Content-Range", from + "-" + (from + CHUNK - 1))
                .body(() -> bytes(from, CHUNK));
        try (Answer answer = api.push(ask, repository, Optional.empty())) {
            if (answer.status() != ACCEPTED) {
                throw api.refusal(tried(), answer);
            }
            return new Standing(location(standing.at(), answer), from + CHUNK);
        }
    }

    /** Asks how much arrived: after a break that may be any part of what was sent. */
    private Standing again(Standing before) {
        return api.retry().run(tried(), () -> {
            try (Answer answer = api.push(Ask.get(before.at()), repository, Optional.empty())) {
                if (answer.status() != NO_CONTENT) {
                    throw api.refusal(tried(), answer);
                }
                // Nothing is told as 0-0, just as one byte is; of the two, nothing is what happens.
                Matcher range = RANGE.matcher(answer.header("Range").orElse("0-0"));
                long last = range.matches() ? Long.parseLong(range.group(1)) : Long.MAX_VALUE;
                if (last >= blob.size()) {
                    throw HttpRefusals.invalid(tried(), "it says that it has more than was sent");
                }
                URI at = answer.header("Location").isPresent() ? location(before.at(), answer) : before.at();
                return new Standing(at, last == 0 ? 0 : last + 1);
            }
        });
    }

    private void finish(Standing standing) throws Transient {
        URI at = standing.at();
        URI whole = URI.create(at + (at.getRawQuery() == null ? "?" : "&") + "digest=" + blob.digest());
        Ask ask = Ask.send("PUT", whole)
                .header("Content-Type", "application/octet-stream")
                .body(() -> bytes(standing.has(), blob.size() - standing.has()));
        try (Answer answer = api.push(ask, repository, Optional.empty())) {
            if (answer.status() != CREATED) {
                throw api.refusal(tried(), answer);
            }
        }
    }

    private HttpRequest.BodyPublisher bytes(long from, long length) {
        if (length == 0) {
            return HttpRequest.BodyPublishers.noBody();
        }
        return HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofInputStream(() -> open(from, length)), length);
    }

    private InputStream open(long from, long length) {
        try {
            InputStream in = source.open();
            in.skipNBytes(from);
            return new FirstBytes(in, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On another host it gets no credentials, as any stranger. */
    private URI location(URI from, Answer answer) throws RefusedException {
        return Wire.resolve(tried(), from, answer.header("Location"));
    }

    private String tried() {
        return "push the blob " + blob.digest() + " to " + repository + " at " + api;
    }
}
