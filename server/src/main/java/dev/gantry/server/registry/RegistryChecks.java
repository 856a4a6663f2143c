package dev.gantry.server.registry;

import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.facts.RegistryFact;
import dev.gantry.server.agentlink.AgentDocument;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.host.HostView;
import dev.gantry.server.host.Hosts;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.registry.RegistryCheckView.HostCheck;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Has hosts look how far they come at a registry, all at the same time. One that can't be asked says why. */
@Component
class RegistryChecks {
    /** A host gives up each of its few requests after 10 s. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Registries registries;
    private final AgentLinks links;
    private final Hosts hosts;

    RegistryChecks(Registries registries, AgentLinks links, Hosts hosts) {
        this.registries = registries;
        this.links = links;
        this.hosts = hosts;
    }

    /** @param hostIds none for every host that is connected */
    RegistryCheckView check(UUID id, List<UUID> hostIds) {
        String tried = "Check registry " + registries.get(id).host();
        List<HostView> targets = hostIds.isEmpty()
                ? hosts.all().stream()
                        .filter(host -> host.state() == HostView.State.CONNECTED)
                        .toList()
                : hostIds.stream().distinct().map(hosts::get).toList();
        if (targets.isEmpty()) {
            throw new ProblemException(
                    ErrorCode.NO_HOST_FITS,
                    tried,
                    "no host is connected",
                    "Add a host, or see why yours is not connected.");
        }
        RequestBody body = new RequestBody.CheckRegistry(
                registries.checked(id, targets.stream().map(HostView::name).toList()));
        List<Supplier<HostCheck>> asked = targets.stream()
                .map(host -> ask(host, body, tried + " from host " + host.name()))
                .toList();
        return new RegistryCheckView(asked.stream().map(Supplier::get).toList());
    }

    private Supplier<HostCheck> ask(HostView host, RequestBody body, String tried) {
        try {
            if (!links.reaches(host.id())) {
                throw new ProblemException(
                        ErrorCode.HOST_UNREACHABLE,
                        tried,
                        "its agent is not connected",
                        "See that the host is up, that its agent runs and that it reaches the server's agent port.");
            }
            PendingRequest request = links.request(host.id(), host.name(), body, progress -> {});
            return () -> answered(host, request, tried);
        } catch (ProblemException e) {
            return () -> notAsked(host, e);
        }
    }

    private static HostCheck answered(HostView host, PendingRequest request, String tried) {
        try {
            RegistryFact fact =
                    AgentDocument.read(request.await(tried, ANSWER), RegistryFact.class, tried, host.name());
            return new HostCheck(
                    host.id(),
                    host.name(),
                    true,
                    fact.reached(),
                    fact.tls(),
                    fact.login(),
                    fact.millis(),
                    fact.problem());
        } catch (ProblemException e) {
            return notAsked(host, e);
        }
    }

    private static HostCheck notAsked(HostView host, ProblemException why) {
        return new HostCheck(
                host.id(),
                host.name(),
                false,
                false,
                RegistryFact.Tls.UNKNOWN,
                RegistryFact.Login.UNKNOWN,
                0,
                why.problem());
    }
}
