package dev.gantry.server.image;

import dev.gantry.oci.reference.Reference;
import dev.gantry.protocol.RegistryEndpoint;
import dev.gantry.protocol.RequestBody;
import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Callers;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.distribution.access.HostPushes;
import dev.gantry.server.operation.NewOperation;
import dev.gantry.server.operation.OperationView;
import dev.gantry.server.operation.Operations;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.registry.Registries;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Has a host bring an image to a registry, as an operation. */
@Component
class ImagePushes {
    private final ImageOperations running;
    private final Images images;
    private final Registries registries;
    private final HostPushes allowed;
    private final AgentLinks links;
    private final Operations operations;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    ImagePushes(
            ImageOperations running,
            Images images,
            Registries registries,
            HostPushes allowed,
            AgentLinks links,
            Operations operations,
            AuditLog audit,
            TransactionTemplate transaction) {
        this.running = running;
        this.images = images;
        this.registries = registries;
        this.allowed = allowed;
        this.links = links;
        this.operations = operations;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** @param hostId which host sends it; null for any that has it */
    UUID push(String digest, String reference, @Nullable UUID hostId) {
        ImageView image = images.find(digest);
        Reference name = Reference.parse(Images.canonical(reference));
        String tried = "Push image " + Images.shown(image) + " as " + name.familiar();
        ImageView.HostRef host = sender(image, hostId, tried);
        Caller caller = Callers.current();
        List<RegistryEndpoint> endpoints = registries.endpoints(name.registry());
        String first = "compare with " + name.registry();
        OperationView operation = operations.start(
                new NewOperation(ImageOperations.PUSH, "image", digest, name.toString(), host.id(), List.of(first)));
        try {
            if (endpoints.get(endpoints.size() - 1).own()) {
                allowed.allow(operation.id(), host.id(), name);
            }
            PendingRequest request = links.request(
                    host.id(),
                    host.name(),
                    new RequestBody.PushImage(digest, name.toString(), endpoints),
                    new LayerProgress(operations, operation.id(), host.name(), first));
            running.started(operation.id(), request);
            request.answer().whenComplete((answer, problem) -> {
                if (problem != null) {
                    running.failed(operation.id(), tried, problem);
                } else {
                    pushed(operation.id(), caller, image, name, host);
                }
            });
        } catch (RuntimeException e) {
            running.failed(operation.id(), tried, e);
            throw e;
        }
        return operation.id();
    }

    private ImageView.HostRef sender(ImageView image, @Nullable UUID hostId, String tried) {
        return image.hosts().stream()
                .filter(host -> hostId == null || host.id().equals(hostId))
                .filter(host -> links.reaches(host.id()))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.HOST_UNREACHABLE,
                        tried,
                        "no host that has it is connected",
                        "Name a host that has it and is connected."));
    }

    private void pushed(UUID operationId, Caller caller, ImageView image, Reference name, ImageView.HostRef host) {
        transaction.executeWithoutResult(status -> {
            Map<String, Object> after = Map.of("host", host.name(), "reference", name.toString());
            audit.record(caller, ImageOperations.PUSH, "image", image.digest(), Images.shown(image), null, after);
            operations.succeed(operationId);
        });
        running.ended(operationId);
    }
}
