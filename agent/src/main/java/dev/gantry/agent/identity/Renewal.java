package dev.gantry.agent.identity;

import dev.gantry.agent.loop.Backoff;
import dev.gantry.agent.loop.Loop;
import dev.gantry.protocol.Join;
import dev.gantry.protocol.Protocol;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Renews the certificate two thirds into its life, with a new key, and goes on trying when the server is away. */
public final class Renewal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Renewal.class);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Endpoint server;
    private final Credentials credentials;
    private final IdentityStore store;
    private final Exchange exchange;
    private final Clock clock;
    private final Runnable renewed;
    private final Backoff backoff;
    private final Loop loop;
    /** System.nanoTime of the earliest next attempt, for a clock that jumps must not make a storm. */
    private long earliest = System.nanoTime();

    /**
     * @param look how often the certificate's age is looked at, and the first wait after a failure
     * @param renewed told after the new identity is stored and in use
     */
    public Renewal(
            Endpoint server,
            Credentials credentials,
            IdentityStore store,
            JsonMapper json,
            Clock clock,
            RandomGenerator random,
            Duration look,
            Runnable renewed) {
        this.server = server;
        this.credentials = credentials;
        this.store = store;
        this.exchange = new Exchange(json);
        this.clock = clock;
        this.renewed = renewed;
        this.backoff = new Backoff(look, LONGEST_WAIT, random);
        this.loop = new Loop("renewal", look, Duration.ZERO, this::look);
    }

    public void start() {
        loop.start();
    }

    private void look() throws InterruptedException {
        Identity old = credentials.identity();
        if (clock.instant().isBefore(old.renewAt()) || System.nanoTime() - earliest < 0) {
            return;
        }
        try {
            KeyRequest request = KeyRequest.make();
            Identity identity = exchange.ask(
                    credentials.client(),
                    server.https(Protocol.RENEW_PATH),
                    new Join.Renewal(request.pem()),
                    request.keys());
            check(old, identity);
            store.save(identity);
            credentials.replace(identity);
        } catch (IOException e) {
            Duration wait = backoff.next();
            earliest = System.nanoTime() + wait.toNanos();
            log.warn(
                    "Could not renew the certificate, which ends {}: {}. Next attempt in {} s",
                    old.expiresAt(),
                    e.getMessage(),
                    wait.toSeconds());
            return;
        }
        backoff.reset();
        log.info("Renewed: {}", credentials.identity());
        renewed.run();
    }

    /** A renewal changes the certificate and nothing else; another authority would need a new join. */
    private static void check(Identity old, Identity identity) throws IOException {
        if (!identity.hostId().equals(old.hostId()) || !identity.authority().equals(old.authority())) {
            throw new IOException("the server's answer is for another host or of another authority");
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
