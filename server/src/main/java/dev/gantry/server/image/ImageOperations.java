package dev.gantry.server.image;

import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.operation.OperationOwner;
import dev.gantry.server.operation.OperationView;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** The running requests behind operations on images; they live and die with this server. */
@Component
class ImageOperations implements OperationOwner {
    static final String IMPORT = "image.import";
    static final String REMOVE = "image.remove";

    private final Map<UUID, List<PendingRequest>> running = new ConcurrentHashMap<>();

    void started(UUID operationId, PendingRequest request) {
        running.computeIfAbsent(operationId, id -> new CopyOnWriteArrayList<>()).add(request);
    }

    void ended(UUID operationId) {
        running.remove(operationId);
    }

    @Override
    public boolean owns(String kind) {
        return kind.equals(IMPORT) || kind.equals(REMOVE);
    }

    /** The bytes of an upload and the answer to a request went with the server that held them. */
    @Override
    public boolean canStillEnd(OperationView operation) {
        return running.containsKey(operation.id());
    }

    @Override
    public void cancelled(OperationView operation) {
        running.getOrDefault(operation.id(), List.of())
                .forEach(request -> request.cancel().run());
    }
}
