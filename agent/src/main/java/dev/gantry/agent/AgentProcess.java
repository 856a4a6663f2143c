package dev.gantry.agent;

import dev.gantry.agent.facts.Facts;
import dev.gantry.agent.home.AgentHome;
import dev.gantry.agent.identity.Identity;
import dev.gantry.agent.identity.JoinRefusedException;
import dev.gantry.agent.link.Pace;
import dev.gantry.engine.Engine;
import dev.gantry.protocol.ProtocolMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.json.JsonMapper;

/** The agent's life in its process: an identity first, by joining if need be, then the engine, then all the rest. */
final class AgentProcess implements SmartLifecycle {
    /** Exit code: something failed that a new start may heal. */
    static final int FAILED = 1;
    /** Exit code: the server refused the join for good; a new start needs a new join line. */
    static final int JOIN_REFUSED = 3;

    private static final Logger log = LoggerFactory.getLogger(AgentProcess.class);
    private static final Duration RENEWAL_LOOK = Duration.ofMinutes(1);

    private final Settings settings;
    private final Clock clock;
    private final JsonMapper json = ProtocolMapper.create();
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final Thread starter = new Thread(this::begin, "start");
    private @Nullable Agent agent;
    private boolean started;
    private boolean stopped;

    AgentProcess(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Waits until the process should end; returns its exit code. */
    int awaitEnd() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void start() {
        synchronized (this) {
            started = true;
        }
        starter.setDaemon(true);
        starter.start();
    }

    private void begin() {
        try {
            run();
        } catch (JoinRefusedException e) {
            log.error("{}", e.getMessage());
            end.complete(JOIN_REFUSED);
        } catch (InterruptedException e) {
            end.complete(0);
        } catch (IOException e) {
            log.error("The agent could not start: {}", e.getMessage());
            end.complete(FAILED);
        } catch (RuntimeException e) {
            log.error("The agent could not start", e);
            end.complete(FAILED);
        }
    }

    private void run() throws JoinRefusedException, IOException, InterruptedException {
        AgentSettings own = settings.agent();
        AgentHome home = own.agentHome();
        Facts facts = new Facts(home, own.hostLabels(), own.metadataServices(), json);
        Identity identity = new Admission(own, json, clock, random).identity(facts.hostname());
        Engine engine = Engines.open(home, settings.engineOptions(), clock);
        Agent made = new Agent(
                engine,
                identity,
                new Agent.Parts(own.endpoint(), home, facts, json, clock, random, Pace.NORMAL, RENEWAL_LOOK));
        synchronized (this) {
            agent = made;
            if (stopped) {
                return;
            }
            made.start();
        }
        log.info("Agent {} of {} runs", Version.OF_AGENT, identity);
    }

    /** Leaves the server and lets go of the engine; containers go on. */
    @Override
    public void stop() {
        Agent running;
        synchronized (this) {
            stopped = true;
            running = agent;
        }
        starter.interrupt();
        if (running != null) {
            running.close();
            log.info("The agent ends; containers go on");
        }
        end.complete(0);
    }

    @Override
    public boolean isRunning() {
        synchronized (this) {
            return started && !stopped;
        }
    }
}
