package dev.gantry.agent;

import dev.gantry.agent.facts.Facts;
import dev.gantry.agent.link.LinkEvents;
import dev.gantry.agent.link.Outbox;
import dev.gantry.agent.reconcile.Reconciler;
import dev.gantry.agent.reconcile.Reconciler.Outcome;
import dev.gantry.agent.report.Reporter;
import dev.gantry.agent.request.RequestDesk;
import dev.gantry.engine.Engine;
import dev.gantry.protocol.AgentMessage.FactsReport;
import dev.gantry.protocol.AgentMessage.Heartbeat;
import dev.gantry.protocol.AgentMessage.Hello;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.ServerMessage;
import dev.gantry.protocol.ServerMessage.Assignments;
import dev.gantry.protocol.ServerMessage.Cancel;
import dev.gantry.protocol.ServerMessage.Request;
import dev.gantry.protocol.ServerMessage.Welcome;
import dev.gantry.protocol.facts.HostFacts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads each message of the server to the part that it is for, and says hello. */
final class Conversation implements LinkEvents {
    private static final Logger log = LoggerFactory.getLogger(Conversation.class);

    private final Engine engine;
    private final Facts facts;
    private final Reconciler reconciler;
    private final Reporter reporter;
    private final RequestDesk desk;
    private volatile @Nullable Outbox outbox;
    private volatile @Nullable HostFacts told;

    Conversation(Engine engine, Facts facts, Reconciler reconciler, Reporter reporter, RequestDesk desk) {
        this.engine = engine;
        this.facts = facts;
        this.reconciler = reconciler;
        this.reporter = reporter;
        this.desk = desk;
    }

    @Override
    public Hello hello() throws IOException {
        HostFacts now = facts.collect(engine);
        told = now;
        return new Hello(Protocol.VERSION, Version.OF_AGENT, reconciler.revision(), now);
    }

    @Override
    public Heartbeat heartbeat() throws IOException {
        return facts.heartbeat(engine);
    }

    @Override
    public void connected(Welcome welcome, Outbox now) {
        log.info("The server ({}) knows this host as {}", welcome.serverVersion(), welcome.hostName());
        outbox = now;
        reporter.connected(now);
        desk.connected(now);
    }

    @Override
    public void received(ServerMessage message, Outbox answers) throws IOException, InterruptedException {
        if (message instanceof Assignments assignments) {
            Outcome outcome = reconciler.accept(assignments);
            if (outcome == Outcome.MISSES_BASE) {
                log.info(
                        "Asking for all wishes, for a change builds on revision {} and this agent holds {}",
                        assignments.base(),
                        reconciler.revision());
                answers.send(hello());
            }
        } else if (message instanceof Request request) {
            desk.accept(request);
        } else if (message instanceof Cancel cancel) {
            desk.accept(cancel);
        }
    }

    /** Tells the facts when they are others than those told last. */
    void refreshFacts() throws IOException, InterruptedException {
        Outbox now = outbox;
        HostFacts current = facts.collect(engine);
        if (now != null && !current.equals(told) && now.send(new FactsReport(current))) {
            told = current;
        }
    }
}
