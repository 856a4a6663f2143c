package dev.gantry.server.agentlink;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Monotonic time that goes on by itself and can be pushed ahead. */
public final class ManualTicks implements Ticks {
    private final AtomicLong ahead = new AtomicLong();

    @Override
    public long nanos() {
        return System.nanoTime() + ahead.get();
    }

    public void advance(Duration time) {
        ahead.addAndGet(time.toNanos());
    }
}
