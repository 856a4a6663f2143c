package dev.gantry.server.image;

import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.protocol.AgentMessage;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Imports and removes images on hosts, each as an operation. */
@Component
public class Images {
    /** Most that a refusal names. */
    private static final int NAMED_USERS = 5;

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
        HostView host = target(hostId);
        InputStream bytes = notEmpty(tried(host), body);
        Later later = begin(host, reference, sizeBytes);
        try {
            later.send(bytes, () -> {});
            return later.operationId();
        } catch (RuntimeException e) {
            later.failed(e);
            throw e;
        }
    }

    /** Begins an import of bytes that are kept elsewhere; the caller runs it. */
    public Later later(@Nullable UUID hostId, @Nullable String reference, long sizeBytes) {
        return begin(target(hostId), reference, sizeBytes);
    }

    private static String tried(HostView host) {
        return "Import an image on host " + host.name();
    }

    private HostView target(@Nullable UUID hostId) {
        HostView host = hostId == null ? onlyHost() : hosts.get(hostId);
        if (!links.reaches(host.id())) {
            throw unreachable(tried(host));
        }
        return host;
    }

    private Later begin(HostView host, @Nullable String reference, long sizeBytes) {
        String name = reference == null || reference.isBlank() ? null : canonical(reference);
        Caller caller = Callers.current();
        OperationView operation = operations.start(new NewOperation(
                ImageOperations.IMPORT,
                "image",
                null,
                name,
                host.id(),
                List.of(ImageUpload.sendStep(host.name()), ImageUpload.importStep(host.name()))));
        return new Later(new ImageUpload.Upload(operation.id(), host, name, sizeBytes, tried(host)), caller);
    }

    /** Where the bytes of an import are. */
    @FunctionalInterface
    public interface Kept {
        InputStream open() throws IOException;
    }

    /** An import whose operation has begun. */
    public final class Later {
        private final ImageUpload.Upload upload;
        private final Caller caller;

        private Later(ImageUpload.Upload upload, Caller caller) {
            this.upload = upload;
            this.caller = caller;
        }

        public UUID operationId() {
            return upload.operationId();
        }

        public void failed(Throwable why) {
            running.failed(upload.operationId(), upload.tried(), why);
        }

        /** Sends all bytes; what becomes of them the operation tells. @param imported runs when the host has the image */
        public void run(Kept bytes, Runnable imported) {
            try (InputStream in = bytes.open()) {
                send(in, imported);
            } catch (IOException | RuntimeException e) {
                failed(e);
            }
        }

        private void send(InputStream bytes, Runnable imported) {
            PendingRequest request = uploads.send(upload, bytes);
            request.answer().whenComplete((answer, problem) -> {
                if (imported(upload, caller, answer, problem)) {
                    imported.run();
                }
            });
        }
    }

    /** @return whether the host has the image and everybody knows */
    private boolean imported(
            ImageUpload.Upload upload,
            Caller caller,
            AgentMessage.@Nullable Response answer,
            @Nullable Throwable problem) {
        try {
            if (answer == null || problem != null) {
                running.failed(upload.operationId(), upload.tried(), problem);
                return false;
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
            return true;
        } catch (RuntimeException e) {
            running.failed(upload.operationId(), upload.tried(), e);
            return false;
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
            running.failed(operation.id(), tried, e);
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
            running.failed(operationId, tried, problem);
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
            running.failed(operationId, tried, e);
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
                    "used by " + shown(users),
                    users.size() == 1 ? "Remove this container first." : "Remove these containers first.");
        }
        for (ImageView.HostRef host : targets) {
            if (!links.reaches(host.id())) {
                throw unreachable(tried + " from host " + host.name());
            }
        }
    }

    private static String shown(List<ImageView.User> users) {
        String some = String.join(
                ", ",
                users.stream()
                        .limit(NAMED_USERS)
                        .map(user -> user.name() + " on " + user.hostName())
                        .toList());
        int more = users.size() - NAMED_USERS;
        return (users.size() == 1 ? "container " : "containers ") + some + (more > 0 ? " and " + more + " more" : "");
    }

    /** Errors with IMAGE_NOT_FOUND. */
    ImageView find(String digest) {
        return queries.find(digest).orElseThrow(() -> ImageQueries.notFound(digest));
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
