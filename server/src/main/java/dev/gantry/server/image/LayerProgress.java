package dev.gantry.server.image;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.server.operation.Operations;
import dev.gantry.server.operation.StepProgress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One host's part of a pull, a push or a copy, as steps of the operation: a first one, then each layer. */
public final class LayerProgress implements Consumer<AgentMessage.Progress> {
    /** What an agent says is only taken in this form. */
    private static final Pattern LAYER =
            Pattern.compile("(?:pull|push|copy) layer ([1-9][0-9]{0,3}) of ([1-9][0-9]{0,3})");

    private static final int MAX_LAYERS = 1000;

    private final Operations operations;
    private final UUID operationId;
    private final String hostName;
    private final String first;
    private final Map<String, StepProgress> steps = new LinkedHashMap<>();

    /** @param first the step that is over when the first layer is told of */
    public LayerProgress(Operations operations, UUID operationId, String hostName, String first) {
        this.operations = operations;
        this.operationId = operationId;
        this.hostName = hostName;
        this.first = first;
    }

    @Override
    public void accept(AgentMessage.Progress told) {
        Matcher layer = LAYER.matcher(told.step());
        boolean known = layer.matches()
                && Integer.parseInt(layer.group(1)) <= Integer.parseInt(layer.group(2))
                && Integer.parseInt(layer.group(2)) <= MAX_LAYERS;
        if (!known || told.current() < 0 || told.total() < 0) {
            return;
        }
        List<StepProgress> all;
        boolean moved;
        synchronized (steps) {
            String name = "layer " + layer.group(1) + " of " + layer.group(2) + " on " + hostName;
            steps.putIfAbsent(first, new StepProgress(first, 1, 1L));
            StepProgress before = steps.put(name, new StepProgress(name, told.current(), told.total()));
            moved = before == null || told.current() == told.total();
            all = List.copyOf(steps.values());
        }
        operations.progress(operationId, all, moved);
    }

    /** The names of this host's steps, as far as they were told of. */
    Set<String> names() {
        synchronized (steps) {
            Set<String> names = new LinkedHashSet<>(steps.keySet());
            names.add(first);
            return names;
        }
    }
}
