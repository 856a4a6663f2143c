package dev.gantry.server.peer;

import dev.gantry.server.authority.CertificateAuthority;
import dev.gantry.server.authority.ServerIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Finds the other servers in the database and calls them. */
@Component
public class Peers {
    private static final Duration DIAL = Duration.ofSeconds(3);

    private final JdbcClient jdbc;
    private final Replica replica;
    private final CertificateAuthority authority;
    /** Made when first needed: most installations have one server. */
    private @Nullable HttpClient client;

    Peers(JdbcClient jdbc, Replica replica, CertificateAuthority authority) {
        this.jdbc = jdbc;
        this.replica = replica;
        this.authority = authority;
    }

    /** Where the other server listens that holds the host's link; empty when none does. */
    public Optional<String> holderOf(UUID hostId) {
        return jdbc.sql("""
                select l.address from host_status s join server_lease l on l.id = s.server_id
                 where s.host_id = :host and l.id <> :me and l.held_until > now() and l.address is not null
                """)
                .param("host", hostId)
                .param("me", replica.id())
                .query(String.class)
                .optional();
    }

    /** Where that other server listens; empty when it is gone. */
    public Optional<String> addressOf(UUID server) {
        return jdbc.sql("""
                select address from server_lease
                 where id = :server and id <> :me and held_until > now() and address is not null
                """)
                .param("server", server)
                .param("me", replica.id())
                .query(String.class)
                .optional();
    }

    /**
     * Opens a WebSocket; errors when that takes longer than 6 s or the other server refuses.
     *
     * @param path as of {@link PeerPaths}
     */
    public WebSocket open(String address, String path, WebSocket.Listener listener) throws IOException {
        try {
            return client().newWebSocketBuilder()
                    .connectTimeout(DIAL)
                    .buildAsync(URI.create("wss://" + address + path), listener)
                    .get(2 * DIAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The server at " + address + " can't be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while another server was dialled", e);
        }
    }

    /** A server that runs for months shows a fresh certificate long before the old one ends. */
    @Scheduled(fixedRateString = "P30D", initialDelayString = "P30D")
    synchronized void renew() {
        client = null;
    }

    private synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known = make();
            client = known;
        }
        return known;
    }

    private HttpClient make() {
        ServerIdentity identity = ServerIdentity.issue(authority, List.of());
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(identity.keys(), ServerIdentity.PASSWORD.toCharArray());
            SSLContext tls = SSLContext.getInstance("TLSv1.3");
            tls.init(keys.getKeyManagers(), new PeerTrust(identity.trusted()).only(), new SecureRandom());
            return HttpClient.newBuilder().sslContext(tls).connectTimeout(DIAL).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM can't call other servers", e);
        }
    }
}
