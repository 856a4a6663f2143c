package dev.gantry.agent.identity;

import dev.gantry.protocol.Join;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** One request for a certificate and what came of it. */
final class Exchange {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final JsonMapper json;

    Exchange(JsonMapper json) {
        this.json = json;
    }

    /** What the server said instead of yes, RFC 9457 with Gantry's fields; any of them may be missing. */
    record Refusal(
            @Nullable String title,
            @Nullable String detail,
            @Nullable String why,
            @Nullable String action) {
        static final Refusal UNKNOWN = new Refusal(null, null, null, null);

        String reason() {
            return why != null ? why : detail != null ? detail : title != null ? title : "it gave no reason";
        }
    }

    /** The server answered, and it was no yes. */
    static final class RefusedAnswerException extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final transient Refusal refusal;

        RefusedAnswerException(int status, Refusal refusal) {
            super("the server answered " + status + ": " + refusal.reason());
            this.status = status;
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }

        /** Whether the same request can't succeed later: all of 4xx but timeouts and rate limits. */
        boolean isFinal() {
            return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
        }
    }

    /**
     * @throws RefusedAnswerException when the server refused
     * @throws IOException when it could not be reached or trusted, or answered nonsense
     */
    Identity ask(HttpClient client, URI route, Object body, KeyPair keys) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(route)
                .header("Content-Type", "application/json")
                .timeout(ANSWER)
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build();
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        byte[] answer;
        try (InputStream in = response.body()) {
            answer = in.readNBytes(MAX_ANSWER_BYTES);
        }
        if (response.statusCode() / 100 != 2) {
            throw new RefusedAnswerException(response.statusCode(), refusal(answer));
        }
        return identity(answer, keys);
    }

    private Refusal refusal(byte[] answer) {
        try {
            Refusal refusal = json.readValue(answer, Refusal.class);
            return refusal == null ? Refusal.UNKNOWN : refusal;
        } catch (JacksonException e) {
            return Refusal.UNKNOWN;
        }
    }

    private Identity identity(byte[] answer, KeyPair keys) throws IOException {
        try {
            Join.Response joined = json.readValue(answer, Join.Response.class);
            X509Certificate certificate = Pem.certificate(joined.certificate());
            if (!certificate.getPublicKey().equals(keys.getPublic())) {
                throw new IOException("the server's answer holds a certificate for another key");
            }
            X509Certificate authority = Pem.certificate(joined.authority());
            return new Identity(joined.hostId(), joined.hostName(), keys.getPrivate(), certificate, authority);
        } catch (JacksonException | CertificateException | NullPointerException e) {
            throw new IOException("the server's answer is no certificate: " + e.getMessage(), e);
        }
    }
}
