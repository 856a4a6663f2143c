package dev.gantry.server.operation;

import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Lets requests wait for an operation's end: a bell for each waiter, rung by the live feed, and a slow timer behind it. */
@Component
class OperationWaiters {
    private static final long RESYNC_NANOS = Duration.ofSeconds(2).toNanos();

    private final ConcurrentHashMap<String, Set<Semaphore>> bells = new ConcurrentHashMap<>();

    OperationWaiters(LiveChanges live) {
        live.onChange(Topic.OPERATIONS, this::ring);
    }

    private void ring(String id) {
        bells.getOrDefault(id, Set.of()).forEach(Semaphore::release);
    }

    OperationView await(UUID id, Duration most, Function<UUID, OperationView> read) {
        long end = System.nanoTime() + most.toNanos();
        Semaphore bell = new Semaphore(0);
        String key = id.toString();
        bells.compute(key, (k, all) -> {
            Set<Semaphore> set = all == null ? ConcurrentHashMap.newKeySet() : all;
            set.add(bell);
            return set;
        });
        try {
            return await(id, end, bell, read);
        } finally {
            bells.computeIfPresent(key, (k, all) -> {
                all.remove(bell);
                return all.isEmpty() ? null : all;
            });
        }
    }

    private static OperationView await(UUID id, long end, Semaphore bell, Function<UUID, OperationView> read) {
        while (true) {
            bell.drainPermits();
            OperationView seen = read.apply(id);
            long left = end - System.nanoTime();
            if (seen.state().ended() || left <= 0) {
                return seen;
            }
            try {
                if (bell.tryAcquire(Math.min(left, RESYNC_NANOS), TimeUnit.NANOSECONDS)) {
                    bell.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return seen;
            }
        }
    }
}
