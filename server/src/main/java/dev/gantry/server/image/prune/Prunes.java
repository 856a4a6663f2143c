package dev.gantry.server.image.prune;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.image.PruneFact;
import dev.gantry.protocol.image.PruneRules;
import dev.gantry.protocol.image.SeenImage;
import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Callers;
import dev.gantry.server.agentlink.AgentDocument;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.agentlink.Sanitized;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.host.HostView;
import dev.gantry.server.host.Hosts;
import dev.gantry.server.image.ImageFacts;
import dev.gantry.server.image.ImageOperations;
import dev.gantry.server.image.prune.PruneView.HostResult;
import dev.gantry.server.operation.NewOperation;
import dev.gantry.server.operation.OperationView;
import dev.gantry.server.operation.Operations;
import dev.gantry.server.operation.StepProgress;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes what was seen on hosts, all at the same time, as one operation. Each host's part counts by itself: what one
 * did stays done and is told of, whatever becomes of the others.
 */
@Service
class Prunes {
    private static final int LONGEST_WHY = 2_000;

    private final Hosts hosts;
    private final AgentLinks links;
    private final NeededImages needed;
    private final PruneRows rows;
    private final ImageFacts facts;
    private final ImageOperations running;
    private final Operations operations;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    Prunes(
            Hosts hosts,
            AgentLinks links,
            NeededImages needed,
            PruneRows rows,
            ImageFacts facts,
            ImageOperations running,
            Operations operations,
            AuditLog audit,
            TransactionTemplate transaction) {
        this.hosts = hosts;
        this.links = links;
        this.needed = needed;
        this.rows = rows;
        this.facts = facts;
        this.running = running;
        this.operations = operations;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** What was seen to go on one host. */
    record Seen(HostView host, List<SeenImage> images) {}

    UUID run(PruneSpec spec, Map<UUID, List<SeenImage>> wanted) {
        PruneRules rules = spec.told();
        List<Seen> seen = wanted.entrySet().stream()
                .map(entry -> new Seen(hosts.get(entry.getKey()), entry.getValue()))
                .toList();
        Caller caller = Callers.current();
        OperationView operation = operations.start(new NewOperation(
                ImageOperations.PRUNE,
                "image",
                null,
                null,
                seen.size() == 1 ? seen.get(0).host().id() : null,
                seen.stream().map(each -> step(each.host())).toList()));
        UUID id = operation.id();
        operations.progress(id, seen.stream().map(each -> moved(each.host(), 0)).toList(), true);
        CompletableFuture<?>[] all =
                seen.stream().map(each -> one(id, rules, each, caller)).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).whenComplete((done, failed) -> ended(id, failed));
        return id;
    }

    PruneView view(UUID operationId) {
        OperationView operation = operations.get(operationId);
        List<HostResult> results = rows.of(operationId);
        return new PruneView(
                operationId,
                operation.state(),
                results,
                results.stream().mapToLong(HostResult::freedBytes).sum());
    }

    private static String step(HostView host) {
        return "prune on " + host.name();
    }

    private static StepProgress moved(HostView host, long done) {
        return new StepProgress(step(host), done, 1L);
    }

    /** Never fails but for a defect of ours: a host's refusal is its result. */
    private CompletableFuture<?> one(UUID operationId, PruneRules rules, Seen seen, Caller caller) {
        HostView host = seen.host();
        String tried = "Prune images on host " + host.name();
        CompletableFuture<AgentMessage.Response> answer;
        try {
            if (!links.reaches(host.id())) {
                throw PrunePlans.unreachable(tried);
            }
            PendingRequest request = links.request(
                    host.id(),
                    host.name(),
                    new RequestBody.PruneImages(rules, needed.on(host.id()), seen.images()),
                    progress -> {});
            running.started(operationId, request);
            answer = request.answer();
        } catch (ProblemException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.thenApply(given -> result(seen, given, tried))
                .exceptionally(failed -> refused(host, failed))
                .thenAccept(result -> keep(operationId, host, result, caller));
    }

    /** A host tells of what it was asked about and of nothing else. */
    private static HostResult result(Seen seen, AgentMessage.Response answer, String tried) {
        HostView host = seen.host();
        List<SeenImage> removed = new ArrayList<>(seen.images());
        PruneFact fact = AgentDocument.read(answer, PruneFact.class, tried, host.name());
        List<PruneFact.Skipped> skipped = fact.skipped().stream()
                .map(each -> new PruneFact.Skipped(
                        Sanitized.text(each.digest(), 100), each.references(), Sanitized.text(each.why(), LONGEST_WHY)))
                .toList();
        removed.retainAll(fact.removed());
        return new HostResult(host.id(), host.name(), removed, skipped, Math.max(0, fact.freedBytes()), null);
    }

    private static HostResult refused(HostView host, Throwable failed) {
        Throwable cause = failed instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failed;
        if (cause instanceof ProblemException problem) {
            return new HostResult(host.id(), host.name(), List.of(), List.of(), 0, problem.problem());
        }
        throw new CompletionException(cause);
    }

    private void keep(UUID operationId, HostView host, HostResult result, Caller caller) {
        transaction.executeWithoutResult(status -> {
            // The operation first: the row below refers to it, and two that hold such a share can't both change it
            // then.
            if (result.problem() == null) {
                operations.progress(operationId, List.of(moved(host, 1)), true);
            }
            rows.insert(operationId, result);
            result.removed().forEach(image -> facts.remove(host.id(), image.digest()));
            if (!result.removed().isEmpty()) {
                audit.record(
                        caller,
                        ImageOperations.PRUNE,
                        "host",
                        host.id(),
                        host.name(),
                        Map.of("images", result.removed()),
                        Map.of(
                                "freedBytes",
                                result.freedBytes(),
                                "skipped",
                                result.skipped().size()));
            }
        });
    }

    private void ended(UUID operationId, @Nullable Throwable failed) {
        if (failed != null) {
            running.failed(operationId, "Prune images", failed);
            return;
        }
        running.ended(operationId);
        List<HostResult> results = rows.of(operationId);
        List<HostResult> refused =
                results.stream().filter(result -> result.problem() != null).toList();
        if (refused.isEmpty()) {
            operations.succeed(operationId);
        } else {
            operations.fail(operationId, problem(results, refused));
        }
    }

    private static Problem problem(List<HostResult> results, List<HostResult> refused) {
        Problem first = Objects.requireNonNull(refused.get(0).problem());
        if (results.size() == 1) {
            return first;
        }
        int done = results.size() - refused.size();
        return new ProblemException(
                        ErrorCode.named(first.code()),
                        "Prune images on " + results.size() + " hosts",
                        String.join(
                                        "; ",
                                        refused.stream()
                                                .map(each -> each.hostName() + ": "
                                                        + Objects.requireNonNull(each.problem())
                                                                .why())
                                                .toList())
                                + (done == 0 ? "" : "; on the other " + done + " it is done"),
                        first.action())
                .problem();
    }
}
