package dev.gantry.server.image.prune;

import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.image.PrunePlanFact;
import dev.gantry.protocol.image.PruneRules;
import dev.gantry.server.agentlink.AgentDocument;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.agentlink.Sanitized;
import dev.gantry.server.host.HostView;
import dev.gantry.server.host.Hosts;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;

/** Asks hosts what a prune would remove, all at the same time. One that does not answer says why, and the others show. */
@Service
class PrunePlans {
    /** The first look at a disk that was never measured walks through all of it. */
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private static final int LONGEST_WHY = 2_000;

    private final Hosts hosts;
    private final AgentLinks links;
    private final NeededImages needed;

    PrunePlans(Hosts hosts, AgentLinks links, NeededImages needed) {
        this.hosts = hosts;
        this.links = links;
        this.needed = needed;
    }

    /** @param hostIds none for all hosts */
    PrunePlanView preview(PruneSpec spec, List<UUID> hostIds) {
        PruneRules rules = spec.told();
        List<HostView> targets = hostIds.isEmpty()
                ? hosts.all()
                : hostIds.stream().distinct().map(hosts::get).toList();
        List<Supplier<PrunePlanView.HostPlan>> asked = new ArrayList<>();
        targets.forEach(host -> asked.add(ask(host, rules)));
        List<PrunePlanView.HostPlan> plans = asked.stream().map(Supplier::get).toList();
        return new PrunePlanView(
                plans,
                plans.stream().mapToLong(PrunePlanView.HostPlan::freedBytes).sum());
    }

    private Supplier<PrunePlanView.HostPlan> ask(HostView host, PruneRules rules) {
        String tried = "See what a prune would remove on host " + host.name();
        if (!links.reaches(host.id())) {
            return () -> refused(host, unreachable(tried));
        }
        try {
            PendingRequest request = links.request(
                    host.id(), host.name(), new RequestBody.PreviewPrune(rules, needed.on(host.id())), progress -> {});
            return () -> answered(host, request, tried);
        } catch (ProblemException e) {
            return () -> refused(host, e);
        }
    }

    private static PrunePlanView.HostPlan answered(HostView host, PendingRequest request, String tried) {
        try {
            PrunePlanFact fact =
                    AgentDocument.read(request.await(tried, ANSWER), PrunePlanFact.class, tried, host.name());
            return new PrunePlanView.HostPlan(
                    host.id(),
                    host.name(),
                    Math.max(0, fact.freedBytes()),
                    fact.images().stream().map(PrunePlans::sound).toList(),
                    null);
        } catch (ProblemException e) {
            return refused(host, e);
        }
    }

    private static PrunePlanFact.Entry sound(PrunePlanFact.Entry told) {
        return new PrunePlanFact.Entry(
                Sanitized.text(told.digest(), 100),
                told.references(),
                told.goes(),
                Sanitized.text(told.reason(), 100),
                Sanitized.text(told.why(), LONGEST_WHY),
                Sanitized.text(told.arrivedAt(), 100),
                Math.max(0, told.sizeBytes()),
                Math.max(0, told.uniqueBytes()));
    }

    private static PrunePlanView.HostPlan refused(HostView host, ProblemException why) {
        return new PrunePlanView.HostPlan(host.id(), host.name(), 0, List.of(), why.problem());
    }

    static ProblemException unreachable(String tried) {
        return new ProblemException(
                ErrorCode.HOST_UNREACHABLE,
                tried,
                "its agent is not connected",
                "See that the host is up, that its agent runs and that it reaches the server's agent port.");
    }
}
