package dev.gantry.agent.report;

import dev.gantry.agent.link.Outbox;
import dev.gantry.agent.loop.Loop;
import dev.gantry.agent.reconcile.Standing;
import dev.gantry.agent.reconcile.Strays;
import dev.gantry.engine.Engine;
import dev.gantry.engine.container.ContainerView;
import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.ImageFact;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells the server what the engine sees: all of it on each new connection, then what changed, as soon as it rings. */
public final class Reporter implements AutoCloseable {
    private static final Duration RESYNC = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Engine engine;
    private final String hostId;
    private final Supplier<Standing> standing;
    private final AtomicReference<@Nullable Feed> feed = new AtomicReference<>();
    private final AtomicBoolean imagesRang = new AtomicBoolean();
    private final Loop loop = new Loop("report", RESYNC, PAUSE, this::look);

    public Reporter(Engine engine, String hostId, Supplier<Standing> standing) {
        this.engine = engine;
        this.hostId = hostId;
        this.standing = standing;
    }

    public void start() {
        loop.start();
    }

    public void connected(Outbox outbox) {
        feed.set(new Feed(outbox));
        imagesRang.set(true);
        loop.ring();
    }

    public void ring() {
        loop.ring();
    }

    public void ringImages() {
        imagesRang.set(true);
        loop.ring();
    }

    private void look() throws InterruptedException {
        Feed current = feed.get();
        if (current == null) {
            return;
        }
        Standing held = standing.get();
        List<ContainerView> views = engine.containers();
        Map<String, ContainerState> states = ContainerStates.of(views, held, hostId);
        if (current.mayWait(states, held::isUnderWay, System.nanoTime())) {
            loop.again(Feed.PATIENCE);
            states = current.told();
        }
        boolean connected = current.containers(states) && current.strays(Strays.of(views, held, hostId));
        if (connected && imagesRang.getAndSet(false)) {
            connected = current.images(engine.images().stream()
                    .map(ImageFacts::of)
                    .sorted(Comparator.comparing(ImageFact::digest))
                    .toList());
        }
        if (!connected) {
            feed.compareAndSet(current, null);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
