package dev.gantry.oci.registry.http;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests. Redirects are followed as far as they are safe; 429 and 5xx count as failures of the moment. */
public final class Wire {
    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int TOO_MANY = 429;
    private static final int TIMEOUT = 408;
    private static final int SERVER_ERROR = 500;

    private final HttpClient client;
    private final HttpSettings settings;

    Wire(HttpClient client, HttpSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    /** @return an answer that is neither a redirect nor a failure of the moment */
    public Answer send(Ask ask) throws Transient {
        Ask now = ask;
        for (int hops = 0; ; hops++) {
            Answer answer = once(now);
            if (!REDIRECTS.contains(answer.status())) {
                return answer;
            }
            try (answer) {
                now = now.redirected(next(now, answer, hops));
            }
        }
    }

    private static URI next(Ask ask, Answer answer, int hops) {
        String tried = ask.toString();
        if (hops == MAX_REDIRECTS) {
            throw HttpRefusals.invalid(tried, "it was redirected more than " + MAX_REDIRECTS + " times");
        }
        if (!ask.mayBeRedirected()) {
            throw HttpRefusals.invalid(tried, "it was redirected, which only reading may be");
        }
        return resolve(tried, ask.uri(), answer.header("Location"));
    }

    /** An address that an answer points to; one that leads from https to http is refused. */
    public static URI resolve(String tried, URI from, Optional<String> location) {
        URI next;
        try {
            next = from.resolve(location.orElseThrow(() -> HttpRefusals.invalid(tried, "it points nowhere")));
        } catch (IllegalArgumentException e) {
            throw HttpRefusals.invalid(
                    tried, "it points to \"" + HttpRefusals.shown(location.orElse("")) + "\", which is no address");
        }
        if (Origin.of(from).isSecure() && !Origin.of(next).isSecure()) {
            throw HttpRefusals.untrusted(tried, "it leads from https to " + Origin.of(next));
        }
        return next;
    }

    private Answer once(Ask ask) throws Transient {
        Upload upload = new Upload(ask.body());
        HttpRequest.Builder request = HttpRequest.newBuilder(ask.uri()).method(ask.method(), upload.publisher());
        ask.headers().forEach(request::setHeader);
        request.setHeader("User-Agent", "gantry");
        ask.authorization().ifPresent(value -> request.setHeader("Authorization", value));
        HttpResponse<InputStream> response = await(ask, request.build(), upload);
        Answer answer = new Answer(response.statusCode(), response.headers(), response.body(), ask.uri());
        int status = answer.status();
        if (status == TOO_MANY || status == TIMEOUT || status >= SERVER_ERROR) {
            answer.close();
            throw Transient.answered(origin(ask) + " answered with " + status, after(answer));
        }
        return answer;
    }

    private HttpResponse<InputStream> await(Ask ask, HttpRequest request, Upload upload) throws Transient {
        CompletableFuture<HttpResponse<InputStream>> answer =
                client.sendAsync(request, info -> new BodyStream(settings.stall()));
        try {
            for (long moved = -1; moved != upload.moved(); ) {
                moved = upload.moved();
                try {
                    return answer.get(settings.stall().toNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    // Silence is a stall unless bytes of ours moved meanwhile.
                    continue;
                }
            }
            answer.cancel(true);
            throw new Transient(
                    origin(ask) + " was silent for " + settings.stall().toSeconds() + " s", Optional.empty(), null);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw HttpRefusals.cancelled(ask.toString());
        } catch (ExecutionException e) {
            throw broken(ask.toString(), e.getCause() == null ? e : e.getCause());
        }
    }

    /** Tells what heals from what does not. */
    static Transient broken(String tried, Throwable failure) {
        if (failure instanceof InterruptedIOException || Thread.currentThread().isInterrupted()) {
            throw HttpRefusals.cancelled(tried);
        }
        Optional<String> tls = TlsFailure.said(failure);
        if (tls.isPresent()) {
            throw HttpRefusals.untrusted(
                    tried, "the TLS connection is not trusted: " + HttpRefusals.shown(tls.get()), failure);
        }
        String said = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        if (failure instanceof IllegalArgumentException) {
            throw HttpRefusals.invalid(tried, HttpRefusals.shown(said));
        }
        return new Transient(HttpRefusals.shown(said), failure);
    }

    private static String origin(Ask ask) {
        return Origin.of(ask.uri()).toString();
    }

    /** Seconds only: a date would need a clock that agrees with the registry's. */
    private static Optional<Duration> after(Answer answer) {
        return answer.header("Retry-After")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Long::parseLong)
                .map(Duration::ofSeconds);
    }
}
