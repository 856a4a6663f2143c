package dev.gantry.agent.report;

import dev.gantry.agent.link.Outbox;
import dev.gantry.protocol.AgentMessage.ContainerReport;
import dev.gantry.protocol.AgentMessage.ImageReport;
import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.protocol.facts.Stray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one connection was told, so that it is told only what changed. For one thread. */
final class Feed {
    /** States in one message: keeps a host with thousands of containers below the largest message. */
    private static final int BATCH = 1000;
    /** How long what is soon to change again may go untold. */
    static final Duration PATIENCE = Duration.ofMillis(200);

    private final Outbox outbox;
    private final Set<String> offered = new HashSet<>();
    private long containerSequence;
    private long imageSequence;
    private @Nullable Map<String, ContainerState> containers;
    private @Nullable List<ImageFact> images;
    private @Nullable Long waitingSince;

    Feed(Outbox outbox) {
        this.outbox = outbox;
    }

    /** What the server knows, as far as it was told. */
    Map<String, ContainerState> told() {
        return containers == null ? Map.of() : containers;
    }

    /**
     * Whether all that changed is on its way to something else and has not been for long: a start passes through states
     * that nobody waits for, and telling each would hold up the one that matters.
     *
     * @param nanos of a clock that only moves forward
     */
    boolean mayWait(Map<String, ContainerState> now, Predicate<ContainerState> underWay, long nanos) {
        Map<String, ContainerState> before = containers;
        boolean passing = before != null
                && !before.equals(now)
                && now.keySet().containsAll(before.keySet())
                && now.values().stream()
                        .filter(state -> !state.equals(before.get(state.id())))
                        .allMatch(underWay);
        if (!passing) {
            waitingSince = null;
            return false;
        }
        waitingSince = waitingSince == null ? nanos : waitingSince;
        return nanos - waitingSince < PATIENCE.toNanos();
    }

    /** Returns false when the connection is gone. */
    boolean containers(Map<String, ContainerState> now) throws InterruptedException {
        Map<String, ContainerState> before = containers;
        boolean full = before == null;
        List<ContainerState> changed = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        if (before == null) {
            changed.addAll(now.values());
        } else {
            now.forEach((id, state) -> {
                if (!state.equals(before.get(id))) {
                    changed.add(state);
                }
            });
            before.keySet().stream().filter(id -> !now.containsKey(id)).forEach(removed::add);
        }
        containers = now;
        boolean first = full || !removed.isEmpty();
        for (int from = 0; first || from < changed.size(); from += BATCH) {
            List<ContainerState> batch = List.copyOf(changed.subList(from, Math.min(from + BATCH, changed.size())));
            List<String> gone = from == 0 ? removed : List.of();
            if (!outbox.send(new ContainerReport(++containerSequence, full && from == 0, batch, gone, List.of()))) {
                return false;
            }
            first = false;
        }
        return true;
    }

    /** Each in a message of its own, for its spec may be long. Returns false when the connection is gone. */
    boolean strays(List<Stray> now) throws InterruptedException {
        for (Stray stray : now) {
            boolean news = offered.add(stray.id());
            if (news
                    && !outbox.send(
                            new ContainerReport(++containerSequence, false, List.of(), List.of(), List.of(stray)))) {
                return false;
            }
        }
        return true;
    }

    /** Returns false when the connection is gone. */
    boolean images(List<ImageFact> now) throws InterruptedException {
        if (now.equals(images)) {
            return true;
        }
        images = now;
        return outbox.send(new ImageReport(++imageSequence, now));
    }
}
