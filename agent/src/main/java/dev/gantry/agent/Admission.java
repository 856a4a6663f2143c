package dev.gantry.agent;

import dev.gantry.agent.identity.Fingerprint;
import dev.gantry.agent.identity.Identity;
import dev.gantry.agent.identity.IdentityCheck;
import dev.gantry.agent.identity.IdentityStore;
import dev.gantry.agent.identity.JoinRefusedException;
import dev.gantry.agent.identity.Joiner;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which identity an agent starts with: the one it has as long as that is good, and a new one where it has none, or one
 * that the server of the join line does not take any more.
 */
final class Admission {
    private static final Logger log = LoggerFactory.getLogger(Admission.class);

    private final AgentSettings settings;
    private final JsonMapper json;
    private final Clock clock;
    private final RandomGenerator random;

    Admission(AgentSettings settings, JsonMapper json, Clock clock, RandomGenerator random) {
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A token that is not needed is not spent.
     *
     * @param hostname a proposal for the host's name
     * @throws JoinRefusedException when a join is needed and trying again is of no use
     * @throws IOException when the identity can't be read or stored
     */
    Identity identity(String hostname) throws JoinRefusedException, IOException, InterruptedException {
        IdentityStore store = new IdentityStore(settings.agentHome(), json);
        Optional<Identity> known = store.load();
        if (known.isPresent() && !needsJoin(known.get())) {
            return known.get();
        }
        return new Joiner(store, json, clock, random).join(line(hostname));
    }

    private boolean needsJoin(Identity known) throws InterruptedException {
        Optional<Fingerprint> wanted = settings.joinFingerprint();
        if (settings.joinToken().isEmpty() || wanted.isEmpty()) {
            return false;
        }
        if (!Fingerprint.of(known.authority()).equals(wanted.get())) {
            log.info("The join line is of another server than the one that knows this host as {}", known.hostName());
            return true;
        }
        switch (new IdentityCheck(clock).ask(settings.endpoint(), known)) {
            case REFUSED -> {
                log.info("{} does not take the certificate of {} any more", settings.endpoint(), known);
                return true;
            }
            case GOOD -> log.info("Joined already as {}; the join line is not needed", known);
            case OPEN -> log.info("Whether {} is still welcome could not be learnt; it is taken to be", known);
        }
        return false;
    }

    private Joiner.Line line(String hostname) throws JoinRefusedException {
        Optional<String> token = settings.joinToken();
        Optional<Fingerprint> fingerprint = settings.joinFingerprint();
        if (token.isEmpty() || fingerprint.isEmpty()) {
            throw new JoinRefusedException(
                    "join the server at " + settings.endpoint(),
                    "this host has not joined yet, and no " + (token.isEmpty() ? "token" : "fingerprint")
                            + " was given",
                    "copy the join line from the page Hosts and run it here.");
        }
        return new Joiner.Line(settings.endpoint(), token.get(), fingerprint.get(), hostname, Version.OF_AGENT);
    }
}
