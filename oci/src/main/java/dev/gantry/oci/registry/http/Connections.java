package dev.gantry.oci.registry.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The connections of one program to registries, kept between requests. Safe for several threads. */
public final class Connections {
    private final HttpSettings settings;
    private final Retry retry;
    private final HttpClient common;

    public Connections(HttpSettings settings, Pause pause) {
        this.settings = settings;
        this.retry = new Retry(settings, pause);
        this.common = builder().build();
    }

    public static Connections standard() {
        return new Connections(HttpSettings.DEFAULT, Pause.REAL);
    }

    public Retry retry() {
        return retry;
    }

    /**
     * @param authority PEM certificates that are trusted instead of the system's; empty for the system's. Names and dates
     *     are checked either way
     */
    public Wire wire(Optional<String> authority) {
        return new Wire(
                authority
                        .map(pem -> builder().sslContext(trusting(pem)).build())
                        .orElse(common),
                settings);
    }

    /** @param client decides itself whom it trusts; follows no redirects */
    public Wire wire(HttpClient client) {
        return new Wire(client, settings);
    }

    /** Redirects are followed by {@link Wire}, which knows whom to trust; HTTP/2 would put all layers on one connection. */
    private HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connect());
    }

    private static SSLContext trusting(String pem) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            if (number == 0) {
                throw new GeneralSecurityException("there is no certificate in it");
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, dated(managers.getTrustManagers()), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw HttpRefusals.untrusted(
                    "read the certificate authority of a registry", HttpRefusals.shown(String.valueOf(e.getMessage())));
        }
    }

    private static TrustManager[] dated(TrustManager[] managers) {
        return Arrays.stream(managers)
                .map(one -> one instanceof X509ExtendedTrustManager plain ? new DatedTrust(plain) : one)
                .toArray(TrustManager[]::new);
    }
}
