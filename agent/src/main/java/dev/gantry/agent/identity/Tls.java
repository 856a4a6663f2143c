package dev.gantry.agent.identity;

import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** HTTP clients that speak TLS 1.3 to one server only. */
final class Tls {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private Tls() {}

    /** A client without a certificate, for joining. */
    static HttpClient firstContact(Fingerprint expected, Clock clock) {
        return client(null, ServerTrust.firstContact(expected, clock));
    }

    /** A client that proves who it is. */
    static HttpClient mutual(Identity identity, Clock clock) {
        try {
            char[] none = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            Certificate[] chain = {identity.certificate(), identity.authority()};
            store.setKeyEntry("agent", identity.key(), none, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, none);
            return client(keys.getKeyManagers(), ServerTrust.pinned(identity.authority(), clock));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this agent's key and certificate can't be used for TLS", e);
        }
    }

    private static HttpClient client(KeyManager @Nullable [] keys, ServerTrust trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys, new TrustManager[] {trust}, null);
            SSLParameters parameters = new SSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            return HttpClient.newBuilder()
                    .sslContext(context)
                    .sslParameters(parameters)
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(CONNECT)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS 1.3", e);
        }
    }
}
