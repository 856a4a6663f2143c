package dev.gantry.server.image;

import dev.gantry.protocol.facts.Problem;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import dev.gantry.server.operation.OperationOwner;
import dev.gantry.server.operation.OperationState;
import dev.gantry.server.operation.OperationView;
import dev.gantry.server.operation.Operations;
import dev.gantry.server.platform.Loop;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The running requests behind operations on images; they live and die with this server. A cancel may be asked of
 * another server, so those that run here are looked at whenever they change.
 */
@Component
public class ImageOperations implements OperationOwner {
    static final String IMPORT = "image.import";
    static final String PULL = "image.pull";
    static final String PUSH = "image.push";
    static final String REMOVE = "image.remove";
    public static final String PRUNE = "image.prune";
    public static final String COPY = "image.copy";
    private static final Set<String> KINDS = Set.of(IMPORT, PULL, PUSH, REMOVE, PRUNE, COPY);
    private static final Logger LOG = LoggerFactory.getLogger(ImageOperations.class);
    private static final Duration RESYNC = Duration.ofSeconds(5);

    private final Map<UUID, List<PendingRequest>> running = new ConcurrentHashMap<>();
    private final Operations operations;
    private final LiveChanges live;
    private @Nullable Loop loop;
    private LiveChanges.@Nullable Subscription heard;

    ImageOperations(Operations operations, LiveChanges live) {
        this.operations = operations;
        this.live = live;
    }

    @PostConstruct
    void start() {
        Loop started = new Loop("image-cancels", RESYNC, this::cancelCancelled);
        loop = started;
        heard = live.onChange(Topic.OPERATIONS, id -> {
            if (running.containsKey(UUID.fromString(id))) {
                started.ring();
            }
        });
    }

    @PreDestroy
    void stop() {
        if (heard != null) {
            heard.close();
        }
        if (loop != null) {
            loop.close();
        }
    }

    public void started(UUID operationId, PendingRequest request) {
        running.computeIfAbsent(operationId, id -> new CopyOnWriteArrayList<>()).add(request);
    }

    public void ended(UUID operationId) {
        running.remove(operationId);
    }

    /** Ends the operation by what its work ended with; a cancelled or ended one stays as it is. */
    public void failed(UUID operationId, String tried, @Nullable Throwable problem) {
        ended(operationId);
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

    @Override
    public boolean owns(String kind) {
        return KINDS.contains(kind);
    }

    /** The bytes of an upload and the answer to a request went with the server that held them. */
    @Override
    public boolean canStillEnd(OperationView operation) {
        return running.containsKey(operation.id());
    }

    @Override
    public void cancelled(OperationView operation) {
        List<PendingRequest> requests = running.remove(operation.id());
        if (requests != null) {
            requests.forEach(request -> request.cancel().run());
        }
    }

    private void cancelCancelled() {
        for (UUID id : running.keySet()) {
            try {
                OperationView operation = operations.get(id);
                if (operation.state() == OperationState.CANCELLED) {
                    cancelled(operation);
                }
            } catch (ProblemException gone) {
                LOG.debug("Operation {} is gone, or its host", id, gone);
            }
        }
    }
}
