package dev.gantry.agent;

import dev.gantry.agent.facts.Facts;
import dev.gantry.agent.home.AgentHome;
import dev.gantry.agent.identity.Credentials;
import dev.gantry.agent.identity.Endpoint;
import dev.gantry.agent.identity.Identity;
import dev.gantry.agent.identity.IdentityStore;
import dev.gantry.agent.identity.Renewal;
import dev.gantry.agent.link.ByteStreams;
import dev.gantry.agent.link.Link;
import dev.gantry.agent.link.LinkNote;
import dev.gantry.agent.link.Pace;
import dev.gantry.agent.link.Wire;
import dev.gantry.agent.loop.Loop;
import dev.gantry.agent.reconcile.Reconciler;
import dev.gantry.agent.report.Reporter;
import dev.gantry.agent.request.RequestDesk;
import dev.gantry.engine.Engine;
import dev.gantry.oci.registry.Door;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** All parts of an agent that has joined, around one engine. Closing it leaves every container as it is. */
final class Agent implements AutoCloseable {
    private static final Duration FACTS = Duration.ofMinutes(1);

    private final Engine engine;
    private final Reconciler reconciler;
    private final Reporter reporter;
    private final RequestDesk desk;
    private final Link link;
    private final Renewal renewal;
    private final Loop facts;

    /**
     * What an agent is made of besides its engine.
     *
     * @param renewalLook how often the certificate's age is looked at
     */
    record Parts(
            Endpoint server,
            AgentHome home,
            Facts facts,
            JsonMapper json,
            Clock clock,
            RandomGenerator random,
            Pace pace,
            Duration renewalLook) {}

    Agent(Engine engine, Identity identity, Parts parts) {
        this.engine = engine;
        Credentials credentials = new Credentials(identity, parts.clock());
        AtomicReference<@Nullable Reporter> bell = new AtomicReference<>();
        this.reconciler = new Reconciler(engine, identity.hostId(), parts.home(), parts.json(), () -> {
            Reporter reports = bell.get();
            if (reports != null) {
                reports.ring();
            }
        });
        this.reporter = new Reporter(engine, identity.hostId(), reconciler::standing);
        bell.set(reporter);
        this.desk = new RequestDesk(
                engine,
                new ByteStreams(parts.server(), credentials),
                () -> new Door(parts.server().https("/"), credentials.client()),
                parts.json());
        Conversation conversation = new Conversation(engine, parts.facts(), reconciler, reporter, desk);
        this.link = new Link(
                parts.server(),
                credentials,
                new Wire(parts.json()),
                conversation,
                new LinkNote(parts.home()),
                parts.pace(),
                parts.random());
        this.renewal = new Renewal(
                parts.server(),
                credentials,
                new IdentityStore(parts.home(), parts.json()),
                parts.json(),
                parts.clock(),
                parts.random(),
                parts.renewalLook(),
                link::reconnect);
        this.facts = new Loop("facts", FACTS, FACTS, conversation::refreshFacts);
    }

    /** Obeys the wishes that are known already, then connects. */
    void start() throws IOException {
        engine.onChange(id -> {
            if (id.isEmpty()) {
                reporter.ringImages();
            } else {
                reconciler.ring();
                reporter.ring();
            }
        });
        reconciler.start();
        reporter.start();
        link.start();
        renewal.start();
        facts.start();
    }

    @Override
    public void close() {
        link.close();
        renewal.close();
        facts.close();
        desk.close();
        reporter.close();
        reconciler.close();
        engine.close();
    }
}
