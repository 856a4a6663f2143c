package dev.gantry.agent.identity;

import dev.gantry.agent.identity.Exchange.RefusedAnswerException;
import dev.gantry.agent.loop.Backoff;
import dev.gantry.agent.loop.Doorbell;
import dev.gantry.protocol.Join;
import dev.gantry.protocol.Protocol;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns a join line into an identity. The token is sent only inside a TLS connection whose server proved to be of the
 * authority in the join line; the key pair is made here and stays here.
 */
public final class Joiner {
    private static final Logger log = LoggerFactory.getLogger(Joiner.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private final IdentityStore store;
    private final JsonMapper json;
    private final Clock clock;
    private final RandomGenerator random;
    private final Doorbell hurry = new Doorbell();

    public Joiner(IdentityStore store, JsonMapper json, Clock clock, RandomGenerator random) {
        this.store = store;
        this.json = json;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What the user pasted.
     *
     * @param hostname a proposal for the host's name
     */
    public record Line(Endpoint server, String token, Fingerprint fingerprint, String hostname, String agentVersion) {
        /** Without the token. */
        @Override
        public String toString() {
            return "join " + server + " as " + hostname;
        }
    }

    /**
     * Joins, however long the server is away, and stores the identity.
     *
     * @throws JoinRefusedException when trying again is of no use
     * @throws IOException when the identity can't be stored
     */
    public Identity join(Line line) throws JoinRefusedException, IOException, InterruptedException {
        KeyRequest request = KeyRequest.make();
        Backoff backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, random);
        while (true) {
            Identity identity;
            try {
                identity = attempt(line, request);
            } catch (IOException e) {
                refuseIfFinal(line, e);
                Duration wait = backoff.next();
                log.warn("Could not join {}: {}. Next attempt in {} ms", line.server(), describe(e), wait.toMillis());
                boolean unused = hurry.await(wait);
                continue;
            }
            store.save(identity);
            log.info("Joined {} as {}", line.server(), identity);
            return identity;
        }
    }

    private Identity attempt(Line line, KeyRequest request) throws IOException, InterruptedException {
        Join.Request body = new Join.Request(line.token(), request.pem(), line.hostname(), line.agentVersion());
        Identity identity = new Exchange(json)
                .ask(
                        Tls.firstContact(line.fingerprint(), clock),
                        line.server().https(Protocol.JOIN_PATH),
                        body,
                        request.keys());
        if (!Fingerprint.of(identity.authority()).equals(line.fingerprint())) {
            throw new IOException("the server's answer names another authority than the join line");
        }
        return identity;
    }

    private static void refuseIfFinal(Line line, IOException e) throws JoinRefusedException {
        String tried = "join the server at " + line.server();
        var untrusted = UntrustedServerException.in(e);
        if (untrusted.isPresent()) {
            throw new JoinRefusedException(
                    tried,
                    "whoever answers there is not the server of this join line: "
                            + untrusted.get().getMessage() + ". Nothing secret was sent to it.",
                    "check the address and paste a fresh join line from the page Hosts; if it still differs, somebody may"
                            + " be between this host and the server.");
        }
        if (e instanceof RefusedAnswerException refused && refused.isFinal()) {
            String action = refused.refusal().action();
            throw new JoinRefusedException(
                    tried,
                    describe(refused),
                    action != null
                            ? action
                            : "make a new join line on the page Hosts (each is good for one host and 15 minutes), and"
                                    + " paste it here.");
        }
    }

    private static String describe(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
