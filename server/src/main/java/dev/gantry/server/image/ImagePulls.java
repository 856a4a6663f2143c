package dev.gantry.server.image;

import dev.gantry.oci.reference.Reference;
import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.RegistryEndpoint;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Callers;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.host.HostView;
import dev.gantry.server.host.Hosts;
import dev.gantry.server.operation.NewOperation;
import dev.gantry.server.operation.OperationView;
import dev.gantry.server.operation.Operations;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.registry.Registries;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Has hosts pull an image, each by itself, as one operation. */
@Component
class ImagePulls {
    private final ImageFacts facts;
    private final ImageOperations running;
    private final Hosts hosts;
    private final Registries registries;
    private final AgentLinks links;
    private final Operations operations;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    ImagePulls(
            ImageFacts facts,
            ImageOperations running,
            Hosts hosts,
            Registries registries,
            AgentLinks links,
            Operations operations,
            AuditLog audit,
            TransactionTemplate transaction) {
        this.facts = facts;
        this.running = running;
        this.hosts = hosts;
        this.registries = registries;
        this.links = links;
        this.operations = operations;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** @param hostIds none for every host that is connected */
    UUID pull(String reference, List<UUID> hostIds) {
        Reference name = Reference.parse(Images.canonical(reference));
        String tried = "Pull image " + name.familiar();
        List<HostView> targets = targets(hostIds, tried);
        Caller caller = Callers.current();
        List<RegistryEndpoint> endpoints = registries.endpoints(name.registry());
        OperationView operation = operations.start(new NewOperation(
                ImageOperations.PULL,
                "image",
                null,
                name.toString(),
                targets.size() == 1 ? targets.get(0).id() : null,
                targets.stream().map(ImagePulls::lookUp).toList()));
        RequestBody.PullImage body = new RequestBody.PullImage(name.toString(), endpoints);
        try {
            CompletableFuture<?>[] all = targets.stream()
                    .map(host -> one(operation.id(), host, body, caller))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(all).whenComplete((done, problem) -> ended(operation.id(), tried, problem));
        } catch (RuntimeException e) {
            running.failed(operation.id(), tried, e);
            throw e;
        }
        return operation.id();
    }

    private static String lookUp(HostView host) {
        return "look up for " + host.name();
    }

    private List<HostView> targets(List<UUID> hostIds, String tried) {
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
        for (HostView host : targets) {
            if (!links.reaches(host.id())) {
                throw Images.unreachable(tried + " on host " + host.name());
            }
        }
        return targets;
    }

    private CompletableFuture<?> one(UUID operationId, HostView host, RequestBody.PullImage body, Caller caller) {
        PendingRequest request = links.request(
                host.id(), host.name(), body, new LayerProgress(operations, operationId, host.name(), lookUp(host)));
        running.started(operationId, request);
        return request.answer().thenAccept(answer -> pulled(operationId, host, caller, answer));
    }

    private void pulled(UUID operationId, HostView host, Caller caller, AgentMessage.Response answer) {
        ImageFact image = Objects.requireNonNull(answer.image(), "the agent answered a pull without an image");
        transaction.executeWithoutResult(status -> {
            facts.add(host.id(), image);
            Map<String, Object> after = new HashMap<>();
            after.put("host", host.name());
            after.put("references", image.references());
            audit.record(caller, ImageOperations.PULL, "image", image.digest(), Images.shown(image), null, after);
            operations.subject(operationId, image.digest(), null);
        });
    }

    private void ended(UUID operationId, String tried, @Nullable Throwable problem) {
        if (problem != null) {
            running.failed(operationId, tried, problem);
            return;
        }
        running.ended(operationId);
        operations.succeed(operationId);
    }
}
