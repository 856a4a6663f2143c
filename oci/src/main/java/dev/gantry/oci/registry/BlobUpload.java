package dev.gantry.oci.registry;

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
        URI at = location.get();
        long sent = 0;
        int failed = 0;
        while (blob.size() - sent > CHUNK) {
            try {
                at = chunk(at, sent);
                sent += CHUNK;
                failed = 0;
                progress.accept(sent);
            } catch (Transient e) {
                api.retry().await(tried(), ++failed, e);
                URI asked = at;
                sent = api.retry().run(tried(), () -> received(asked));
            }
        }
        finish(at, sent);
        progress.accept(blob.size());
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

    private URI chunk(URI at, long from) throws Transient {
        Ask ask = Ask.send("PATCH", at)
                .header("Content-Type", "application/octet-stream")
                .header("Content-Range", from + "-" + (from + CHUNK - 1))
                .body(() -> bytes(from, CHUNK));
        try (Answer answer = api.push(ask, repository, Optional.empty())) {
            if (answer.status() != ACCEPTED) {
                throw api.refusal(tried(), answer);
            }
            return location(at, answer);
        }
    }

    /** How many bytes the registry has, in whole chunks; it may have taken what it did not acknowledge. */
    private long received(URI at) throws Transient {
        try (Answer answer = api.push(Ask.get(at), repository, Optional.empty())) {
            if (answer.status() != NO_CONTENT) {
                throw api.refusal(tried(), answer);
            }
            Matcher range = RANGE.matcher(answer.header("Range").orElse("0-0"));
            long has = range.matches() ? Long.parseLong(range.group(1)) : -1;
            long next = has == 0 ? 0 : has + 1;
            if (has < 0 || next > blob.size()) {
                throw HttpRefusals.invalid(tried(), "it says that it has more than was sent");
            }
            return next;
        }
    }

    private void finish(URI at, long sent) {
        URI whole = URI.create(at + (at.getRawQuery() == null ? "?" : "&") + "digest=" + blob.digest());
        Ask ask = Ask.send("PUT", whole)
                .header("Content-Type", "application/octet-stream")
                .body(() -> bytes(sent, blob.size() - sent));
        api.retry().run(tried(), () -> {
            try (Answer answer = api.push(ask, repository, Optional.empty())) {
                if (answer.status() != CREATED) {
                    throw api.refusal(tried(), answer);
                }
                return answer.status();
            }
        });
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
