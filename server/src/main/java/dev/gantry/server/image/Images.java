package dev.gantry.server.image;

import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.protocol.AgentMessage;
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
import dev.gantry.server.operation.OperationView;
import dev.gantry.server.operation.Operations;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Imports and removes images on hosts, each as an operation. */
@Component
class Images {
    private static final Logger LOG = LoggerFactory.getLogger(Images.class);

    private final ImageQueries queries;
    private final ImageFacts facts;
    private final ImageUpload uploads;
    private final ImageOperations running;
    private final Hosts hosts;
    private final AgentLinks links;
    private final Operations operations;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    Images(
            ImageQueries queries,
            ImageFacts facts,
            ImageUpload uploads,
            ImageOperations running,
            Hosts hosts,
            AgentLinks links,
            Operations operations,
            AuditLog audit,
            TransactionTemplate transaction) {
        this.queries = queries;
        this.facts = facts;
        this.uploads = uploads;
        this.running = running;
        this.hosts = hosts;
        this.links = links;
        this.operations = operations;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** Takes the whole body, then answers with the operation, which may still run. */
    UUID upload(@Nullable UUID hostId, @Nullable String reference, long sizeBytes, InputStream body) {
        HostView host = hostId == null ? onlyHost() : hosts.get(hostId);
        String tried = "Import an image on host " + host.name();
        String name = reference == null || reference.isBlank() ? null : canonical(reference);
        if (!links.reaches(host.id())) {
            throw unreachable(tried);
        }
        InputStream bytes = notEmpty(tried, body);
        Caller caller = Callers.current();
        OperationView operation = operations.begin(new NewOperation(
                ImageOperations.IMPORT,
                "image",
                null,
                name,
                host.id(),
                List.of(ImageUpload.sendStep(host.name()), ImageUpload.importStep(host.name()))));
        ImageUpload.Upload upload = new ImageUpload.Upload(operation.id(), host, name, sizeBytes, tried);
        try {
            PendingRequest request = uploads.send(upload, bytes);
            request.answer().whenComplete((answer, problem) -> imported(upload, caller, answer, problem));
            return operation.id();
        } catch (RuntimeException e) {
            failed(operation.id(), tried, e);
            throw e;
        }
    }

    private void imported(
            ImageUpload.Upload upload,
            Caller caller,
            AgentMessage.@Nullable Response answer,
            @Nullable Throwable problem) {
        try {
            if (answer == null || problem != null) {
                failed(upload.operationId(), upload.tried(), problem);
                return;
            }
            ImageFact image = ImageUpload.imported(answer);
            transaction.executeWithoutResult(status -> {
                facts.add(upload.host().id(), image);
                Map<String, Object> after = new HashMap<>();
                after.put("host", upload.host().name());
                after.put("references", image.references());
                // A host may know the image under other names already; this work is about the one that was asked for.
                String name = upload.reference() == null ? shown(image) : upload.reference();
                audit.record(caller, ImageOperations.IMPORT, "image", image.digest(), name, null, after);
                operations.subject(upload.operationId(), image.digest(), name);
                operations.succeed(upload.operationId());
            });
            running.ended(upload.operationId());
        } catch (RuntimeException e) {
            failed(upload.operationId(), upload.tried(), e);
        }
    }

    /** Asks every host that has the image, or the one named, to remove it. */
    UUID remove(String digest, @Nullable UUID hostId, boolean force) {
        ImageView image = find(digest);
        String tried = "Remove image " + shown(image);
        List<ImageView.HostRef> targets = image.hosts().stream()
                .filter(host -> hostId == null || host.id().equals(hostId))
                .toList();
        refuseImpossible(image, tried, targets);
        Caller caller = Callers.current();
        String step = "remove from " + targets.get(0).name() + (targets.size() > 1 ? " and others" : "");
        OperationView operation = operations.start(new NewOperation(
                ImageOperations.REMOVE,
                "image",
                digest,
                shown(image),
                targets.size() == 1 ? targets.get(0).id() : null,
                List.of(step)));
        try {
            CompletableFuture<?>[] all = targets.stream()
                    .map(host -> removal(operation.id(), digest, host, force))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(all)
                    .whenComplete((done, problem) -> removed(operation.id(), caller, image, targets, problem));
        } catch (RuntimeException e) {
            failed(operation.id(), tried, e);
            throw e;
        }
        return operation.id();
    }

    private CompletableFuture<?> removal(UUID operationId, String digest, ImageView.HostRef host, boolean force) {
        PendingRequest request =
                links.request(host.id(), host.name(), new RequestBody.RemoveImage(digest, force), progress -> {});
        running.started(operationId, request);
        return request.answer().thenAccept(answer -> facts.remove(host.id(), digest));
    }

    private void removed(
            UUID operationId,
            Caller caller,
            ImageView image,
            List<ImageView.HostRef> targets,
            @Nullable Throwable problem) {
        String tried = "Remove image " + shown(image);
        if (problem != null) {
            failed(operationId, tried, problem);
            return;
        }
        try {
            transaction.executeWithoutResult(status -> {
                Map<String, Object> before = Map.of(
                        "hosts", targets.stream().map(ImageView.HostRef::name).toList(),
                        "references", image.references());
                audit.record(caller, ImageOperations.REMOVE, "image", image.digest(), shown(image), before, null);
                operations.succeed(operationId);
            });
            running.ended(operationId);
        } catch (RuntimeException e) {
            failed(operationId, tried, e);
        }
    }

    private void refuseImpossible(ImageView image, String tried, List<ImageView.HostRef> targets) {
        if (targets.isEmpty()) {
            throw new ProblemException(
                    ErrorCode.IMAGE_NOT_FOUND,
                    tried,
                    "the named host does not have it",
                    "Choose one of the hosts that have it.");
        }
        List<ImageView.User> users = queries.users(image.digest()).stream()
                .filter(user -> targets.stream().anyMatch(host -> host.name().equals(user.hostName())))
                .toList();
        if (!users.isEmpty()) {
            throw new ProblemException(
                    ErrorCode.IMAGE_IN_USE,
                    tried,
                    users.size() + " containers were made from it: "
                            + String.join(
                                    ", ",
                                    users.stream()
                                            .limit(5)
                                            .map(user -> user.name() + " on " + user.hostName())
                                            .toList()),
                    "Remove these containers first.");
        }
        for (ImageView.HostRef host : targets) {
            if (!links.reaches(host.id())) {
                throw unreachable(tried + " from host " + host.name());
            }
        }
    }

    /** Errors with IMAGE_NOT_FOUND. */
    ImageView find(String digest) {
        return queries.find(digest).orElseThrow(() -> ImageQueries.notFound(digest));
    }

    void failed(UUID operationId, String tried, @Nullable Throwable problem) {
        running.ended(operationId);
        try {
            operations.fail(operationId, problemOf(tried, problem));
        } catch (RuntimeException e) {
            LOG.warn("The end of operation {} could not be written", operationId, e);
        }
    }

    /** What a host refused, or a defect; told to the log, too. */
    static Problem problemOf(String tried, @Nullable Throwable problem) {
        Throwable cause = problem instanceof CompletionException wrapped ? wrapped.getCause() : problem;
        if (cause instanceof ProblemException refused) {
            LOG.info("{}: {}", tried, refused.why());
            return refused.problem();
        }
        LOG.error("{} failed", tried, cause);
        return new ProblemException(
                        ErrorCode.INTERNAL,
                        tried,
                        "the server or the agent has a defect: " + cause,
                        "Look at the server's log, and tell Gantry's makers.")
                .problem();
    }

    private HostView onlyHost() {
        List<HostView> connected = hosts.all().stream()
                .filter(host -> host.state() == HostView.State.CONNECTED)
                .toList();
        if (connected.size() == 1) {
            return connected.get(0);
        }
        throw new ProblemException(
                ErrorCode.NO_HOST_FITS,
                "Import an image",
                connected.isEmpty() ? "no host is connected" : connected.size() + " hosts are connected",
                connected.isEmpty() ? "Add a host, or see why yours is not connected." : "Name one with hostId.");
    }

    private static InputStream notEmpty(String tried, InputStream body) {
        try {
            PushbackInputStream peeked = new PushbackInputStream(body, 1);
            int first = peeked.read();
            if (first >= 0) {
                peeked.unread(first);
                return peeked;
            }
        } catch (IOException e) {
            throw new ProblemException(
                    ErrorCode.ARCHIVE_TRUNCATED,
                    tried,
                    "the upload broke off before its first byte",
                    "Send it again.",
                    Map.of(),
                    e);
        }
        throw new ProblemException(
                ErrorCode.ARCHIVE_TRUNCATED,
                tried,
                "the body has 0 bytes",
                "Send an archive made with docker save, an OCI layout, or a root file system as tar.");
    }

    static String canonical(String reference) {
        try {
            return Reference.parse(reference).toString();
        } catch (RefusedException e) {
            throw ProblemException.of(e.refusal());
        }
    }

    /** As people write it. */
    static String familiar(String reference) {
        try {
            return Reference.parse(reference).familiar();
        } catch (RefusedException e) {
            return reference;
        }
    }

    static ProblemException unreachable(String tried) {
        return new ProblemException(
                ErrorCode.HOST_UNREACHABLE,
                tried,
                "its agent is not connected",
                "See that the host is up, that its agent runs and that it reaches the server's agent port.");
    }

    static String shown(ImageFact image) {
        return image.references().isEmpty()
                ? image.digest()
                : image.references().get(0);
    }

    static String shown(ImageView image) {
        return image.references().isEmpty()
                ? image.digest()
                : image.references().get(0);
    }
}
