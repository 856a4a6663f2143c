package dev.gantry.agent;

import dev.gantry.agent.facts.Facts;
import dev.gantry.agent.facts.MetadataSettings;
import dev.gantry.agent.home.AgentHome;
import dev.gantry.agent.identity.Endpoint;
import dev.gantry.agent.identity.Fingerprint;
import dev.gantry.agent.identity.Identity;
import dev.gantry.agent.identity.IdentityStore;
import dev.gantry.agent.identity.Joiner;
import dev.gantry.agent.link.Pace;
import dev.gantry.agent.testing.FakeEngine;
import dev.gantry.agent.testing.FakeServer;
import dev.gantry.engine.Engine;
import dev.gantry.protocol.ProtocolMapper;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** A host with an agent on it, which can be ended and begun again. */
final class AgentUnderTest implements AutoCloseable {
    private static final Pace QUICK =
            new Pace(Duration.ofMillis(200), Duration.ofMillis(1500), Duration.ofMillis(20), Duration.ofMillis(200));
    final FakeEngine.World world = new FakeEngine.World();
    private final AgentHome home;
    private final JsonMapper json = ProtocolMapper.create();
    private final Function<AgentHome, Engine> engines;
    private FakeEngine engine = new FakeEngine(world);
    private Optional<Agent> agent = Optional.empty();

    AgentUnderTest(Path directory) {
        this.home = new AgentHome(directory);
        this.engines = path -> {
            engine = new FakeEngine(world);
            return engine;
        };
    }

    /** Over another engine than the fake one. */
    AgentUnderTest(Path directory, Function<AgentHome, Engine> engines) {
        this.home = new AgentHome(directory);
        this.engines = engines;
    }

    AgentHome home() {
        return home;
    }

    FakeEngine engine() {
        return engine;
    }

    /** Joins when it has not yet, and starts. */
    void start(FakeServer server) throws Exception {
        start(server.endpoint(), server.fingerprint());
    }

    void start(Endpoint server, Fingerprint fingerprint) throws Exception {
        IdentityStore store = new IdentityStore(home, json);
        Optional<Identity> known = store.load();
        Identity identity = known.isPresent()
                ? known.get()
                : new Joiner(store, json, Clock.systemUTC(), new Random(1))
                        .join(new Joiner.Line(server, "token", fingerprint, "h", "1"));
        URI nowhere = URI.create("http://127.0.0.1:1");
        Facts facts = new Facts(home, Map.of("rack", "r1"), new MetadataSettings(nowhere, nowhere, nowhere), json);
        Agent started = new Agent(
                engines.apply(home),
                identity,
                new Agent.Parts(
                        server, home, facts, json, Clock.systemUTC(), new Random(1), QUICK, Duration.ofMillis(100)));
        started.start();
        agent = Optional.of(started);
    }

    void stop() {
        agent.ifPresent(Agent::close);
        agent = Optional.empty();
    }

    @Override
    public void close() {
        stop();
    }
}
