package dev.gantry.server.image;

import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.RegistryEndpoint;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Callers;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.host.HostView;
import dev.gantry.server.host.Hosts;
import dev.gantry.server.operation.NewOperation;
import dev.gantry.server.operation.OperationState;
import dev.gantry.server.operation.OperationView;
import dev.gantry.server.operation.OperationView.HostOutcome;
import dev.gantry.server.operation.Operations;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.registry.Registries;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Has hosts pull an image, each by itself, as one operation. */
@Component
class ImagePulls {
    /** Of failed hosts in one sentence; the operation tells of each. */
    private static final int MOST_TOLD = 3;

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

    /**
     * @param platform null for each host's own
     * @param hostIds none for every host that is connected
     */
    UUID pull(String reference, @Nullable String platform, List<UUID> hostIds) {
        Reference name = Reference.parse(Images.canonical(reference));
        String wanted = platform == null ? null : platform(platform);
        String tried = "Pull image " + name.familiar() + (wanted == null ? "" : " for " + wanted);
        List<HostView> targets = targets(hostIds, tried);
        Caller caller = Callers.current();
        List<RegistryEndpoint> endpoints = registries.endpoints(name.registry());
        OperationView operation = operations.start(new NewOperation(
                ImageOperations.PULL,
                "image",
                null,
                name.toString(),
                targets.size() == 1 ? targets.get(0).id() : null,
                targets.stream().map(ImagePulls::lookUp).toList(),
                targets.stream()
                        .map(host -> HostOutcome.running(host.id(), host.name()))
                        .toList()));
        Pull pull = new Pull(operation.id(), tried, targets.size(), new ConcurrentLinkedQueue<>(), caller);
        RequestBody.PullImage body = new RequestBody.PullImage(name.toString(), endpoints, wanted);
        CompletableFuture<?>[] all =
                targets.stream().map(host -> one(pull, host, body)).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).whenComplete((done, problem) -> ended(pull, problem));
        return operation.id();
    }

    /** @param failures of the hosts that failed, each with its host's name and its problem */
    private record Pull(UUID operationId, String tried, int hosts, Queue<HostOutcome> failures, Caller caller) {}

    private static String platform(String text) {
        try {
            return PlatformChoice.parse(text).toString();
        } catch (RefusedException e) {
            throw ProblemException.of(e.refusal());
        }
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

    /** Whatever becomes of it on this host, the others go on. */
    private CompletableFuture<?> one(Pull pull, HostView host, RequestBody.PullImage body) {
        LayerProgress progress = new LayerProgress(operations, pull.operationId(), host.name(), lookUp(host));
        CompletableFuture<AgentMessage.Response> answer;
        try {
            PendingRequest request = links.request(host.id(), host.name(), body, progress);
            running.started(pull.operationId(), request);
            answer = request.answer();
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.thenAccept(image -> pulled(pull, host, progress, image)).exceptionally(problem -> {
            failed(pull, host, progress, problem);
            return null;
        });
    }

    private void pulled(Pull pull, HostView host, LayerProgress progress, AgentMessage.Response answer) {
        ImageFact image = Objects.requireNonNull(answer.image(), "the agent answered a pull without an image");
        transaction.executeWithoutResult(status -> {
            facts.add(host.id(), image);
            Map<String, Object> after = new HashMap<>();
            after.put("host", host.name());
            after.put("references", image.references());
            audit.record(
                    pull.caller(), ImageOperations.PULL, "image", image.digest(), Images.shown(image), null, after);
            operations.subject(pull.operationId(), image.digest(), null);
            operations.hostEnded(pull.operationId(), host.id(), null, progress.names());
        });
    }

    private void failed(Pull pull, HostView host, LayerProgress progress, Throwable problem) {
        Problem told = ImageOperations.problemOf(pull.tried() + " on host " + host.name(), problem);
        pull.failures().add(new HostOutcome(host.id(), host.name(), OperationState.FAILED, told));
        operations.hostEnded(pull.operationId(), host.id(), told, progress.names());
    }

    private void ended(Pull pull, @Nullable Throwable defect) {
        running.ended(pull.operationId());
        if (defect != null) {
            running.failed(pull.operationId(), pull.tried(), defect);
        } else if (pull.failures().isEmpty()) {
            operations.succeed(pull.operationId());
        } else {
            operations.fail(pull.operationId(), together(pull));
        }
    }

    /** One host's problem as it is; of several hosts, how many failed, and why the first few. */
    private static Problem together(Pull pull) {
        List<HostOutcome> failures = List.copyOf(pull.failures());
        Problem first = Objects.requireNonNull(failures.get(0).problem());
        if (pull.hosts() == 1) {
            return first;
        }
        String why = failures.stream()
                .limit(MOST_TOLD)
                .map(each -> each.hostName() + ": "
                        + Objects.requireNonNull(each.problem()).why())
                .collect(Collectors.joining("; "));
        return new Problem(
                first.code(),
                pull.tried(),
                failures.size() + " of " + pull.hosts() + " hosts failed. " + why
                        + (failures.size() > MOST_TOLD ? "; …" : ""),
                first.action());
    }
}
