package dev.gantry.agent.identity;

import dev.gantry.protocol.Protocol;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the server whether it still takes this host's certificate. Nobody else's word counts: the authority is pinned. */
public final class IdentityCheck {
    private static final Logger log = LoggerFactory.getLogger(IdentityCheck.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int UNAUTHORIZED = 401;

    private final Clock clock;

    public IdentityCheck(Clock clock) {
        this.clock = clock;
    }

    /** What came of asking. */
    public enum Answer {
        GOOD,
        /** The host was removed, or its certificate has expired: only a new join helps. */
        REFUSED,
        /** Nobody knows: the server is away, busy, or older than the question. */
        OPEN
    }

    public Answer ask(Endpoint server, Identity identity) throws InterruptedException {
        if (clock.instant().isAfter(identity.expiresAt())) {
            return Answer.REFUSED;
        }
        HttpRequest request = HttpRequest.newBuilder(server.https(Protocol.IDENTITY_PATH))
                .timeout(ANSWER)
                .build();
        try {
            HttpResponse<Void> answer = Tls.mutual(identity, clock).send(request, BodyHandlers.discarding());
            if (answer.statusCode() / 100 == 2) {
                return Answer.GOOD;
            }
            return answer.statusCode() == UNAUTHORIZED ? Answer.REFUSED : Answer.OPEN;
        } catch (IOException e) {
            log.warn("Could not ask {} for this host's standing: {}", server, e.toString());
            return Answer.OPEN;
        }
    }
}
