package dev.gantry.agent.reconcile;

import dev.gantry.agent.home.AgentHome;
import dev.gantry.agent.loop.Loop;
import dev.gantry.engine.Engine;
import dev.gantry.engine.container.ContainerView;
import dev.gantry.protocol.ServerMessage.Assignments;
import dev.gantry.protocol.wish.ContainerWish;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the host what the server wishes, with the server or without it. Looks whenever the wishes or the engine ring,
 * and every few seconds anyway; plans for every container that nobody works on, and works on different containers at
 * the same time.
 */
public final class Reconciler implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration RESYNC = Duration.ofSeconds(5);
    private static final int THREADS = 32;

    private final Engine engine;
    private final String hostId;
    private final WishStore store;
    private final Answers answers;
    private final Runnable changed;
    private final Performer performer;
    private final Loop loop = new Loop("reconcile", RESYNC, Duration.ZERO, this::look);
    private final ThreadPoolExecutor workers;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    /** None is ever added: what is made here is made for this host. */
    private volatile Set<String> strays = Set.of();

    private volatile Wishes wishes = Wishes.NONE;
    private volatile boolean unsaved;

    /** What became of an assignments message. */
    public enum Outcome {
        APPLIED,
        /** Not newer than what is held. */
        STALE,
        /** A change of another revision than the one held: the full set is needed. */
        MISSES_BASE
    }

    /** @param changed rings when the standing may have changed; must return at once */
    public Reconciler(Engine engine, String hostId, AgentHome home, JsonMapper json, Runnable changed) {
        this.engine = engine;
        this.hostId = hostId;
        this.store = new WishStore(home, hostId, json);
        this.answers = new Answers(home, json);
        this.changed = changed;
        this.performer = new Performer(engine, hostId);
        this.workers =
                new ThreadPoolExecutor(THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "steps");
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
    }

    /** Takes up the wishes of the last life, if any, and obeys them. */
    public void start() throws IOException {
        strays = engine.containers().stream()
                .filter(view -> Annotations.isStray(view.config(), hostId))
                .map(ContainerView::id)
                .collect(Collectors.toUnmodifiableSet());
        wishes = store.load();
        answers.load();
        loop.start();
    }

    public void ring() {
        loop.ring();
    }

    /** Of the wishes held, 0 for none. */
    public long revision() {
        return wishes.revision();
    }

    /** Keeps the wishes on disk, then acts on them. */
    public synchronized Outcome accept(Assignments assignments) {
        Wishes held = wishes;
        Optional<Wishes> next = held.with(assignments);
        if (next.isEmpty()) {
            return held.misses(assignments) ? Outcome.MISSES_BASE : Outcome.STALE;
        }
        Wishes taken = next.get().adopting(strays);
        save(taken);
        wishes = taken;
        loop.ring();
        changed.run();
        return Outcome.APPLIED;
    }

    /** A full disk must not keep anybody from removing containers: then the wishes hold unsaved, and are saved later. */
    private void save(Wishes next) {
        try {
            store.save(next);
            unsaved = false;
        } catch (IOException e) {
            if (!unsaved) {
                log.warn("Could not keep the wishes on disk, tried again every {} s", RESYNC.toSeconds(), e);
            }
            unsaved = true;
        }
    }

    public Standing standing() {
        Wishes held = wishes;
        Map<String, Standing.Failure> failures = new HashMap<>();
        troubles.forEach((id, trouble) -> {
            ContainerWish wish = held.containers().get(id);
            if (wish == null || trouble.isAbout(wish.generation(), wish.run())) {
                failures.put(id, new Standing.Failure(trouble.problem(), trouble.making() && trouble.isFinal()));
            }
        });
        return new Standing(held.containers(), answers.all(), failures, held.adopted());
    }

    private void look() throws IOException {
        if (unsaved) {
            synchronized (this) {
                save(wishes);
            }
        }
        Wishes held = wishes;
        if (held.revision() == 0) {
            return;
        }
        Set<String> working = Set.copyOf(busy);
        Map<String, Seen> seen = new HashMap<>();
        for (ContainerView view : engine.containers()) {
            seen.put(view.id(), Seen.of(view, hostId, held.adopted()));
        }
        Map<String, List<Step>> plan = byContainer(Planner.plan(held.containers(), seen));
        plan.forEach((id, steps) -> {
            if (!working.contains(id)) {
                begin(id, held.containers().get(id), steps);
            }
        });
        settle(held, seen, plan, working);
        answers.save();
    }

    private static Map<String, List<Step>> byContainer(List<Step> steps) {
        Map<String, List<Step>> plan = new LinkedHashMap<>();
        steps.forEach(
                step -> plan.computeIfAbsent(step.id(), id -> new ArrayList<>()).add(step));
        return plan;
    }

    /** What needs nothing is answered; what is neither wished nor there is forgotten, and what was said of it to an earlier server. */
    private void settle(Wishes held, Map<String, Seen> seen, Map<String, List<Step>> plan, Set<String> working) {
        boolean news = false;
        for (ContainerWish wish : held.containers().values()) {
            if (!plan.containsKey(wish.id()) && !working.contains(wish.id())) {
                news |= answers.put(wish.id(), wish.generation());
                news |= troubles.remove(wish.id()) != null;
            }
        }
        for (String id : answers.all().keySet()) {
            Seen there = seen.get(id);
            if (!held.containers().containsKey(id) && (there == null || !there.ours())) {
                answers.forget(id);
            }
        }
        troubles.keySet().removeIf(id -> !held.containers().containsKey(id) && !seen.containsKey(id));
        if (news) {
            changed.run();
        }
    }

    private void begin(String id, @Nullable ContainerWish wish, List<Step> steps) {
        long generation = wish == null ? 0 : wish.generation();
        long run = wish == null ? 0 : wish.run();
        Trouble trouble = troubles.get(id);
        int attempts = 0;
        if (trouble != null && trouble.isAbout(generation, run)) {
            if (trouble.holdsBack(System.nanoTime())) {
                return;
            }
            attempts = trouble.attempts();
        }
        int attempt = attempts + 1;
        if (busy.add(id)) {
            workers.execute(() -> work(id, generation, run, steps, attempt));
        }
    }

    private void work(String id, long generation, long run, List<Step> steps, int attempt) {
        try {
            Optional<Performer.Failed> failed = performer.perform(steps);
            if (failed.isPresent()) {
                var failure = failed.get();
                log.warn("{}", failure.problem());
                troubles.put(
                        id,
                        Trouble.of(generation, run, failure.problem(), failure.making(), attempt, System.nanoTime()));
            } else {
                troubles.remove(id);
            }
            if (generation > 0) {
                answers.put(id, generation);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            busy.remove(id);
            changed.run();
            loop.ring();
        }
    }

    /** Ends without touching a container; steps that are under way are interrupted and taken up by the next agent. */
    @Override
    public void close() {
        loop.close();
        workers.shutdownNow();
    }
}
