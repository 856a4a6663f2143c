package dev.gantry.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Time that can be pushed ahead. */
public final class ManualClock extends Clock {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final Clock under;

    /** Goes on by itself as well. */
    public ManualClock() {
        this(Clock.systemUTC());
    }

    private ManualClock(Clock under) {
        this.under = under;
    }

    /** Moves only when it is pushed. */
    public static ManualClock stopped() {
        return new ManualClock(Clock.fixed(Instant.now(), ZoneOffset.UTC));
    }

    public void advance(Duration time) {
        ahead.updateAndGet(time::plus);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return under.instant().plus(ahead.get()).truncatedTo(ChronoUnit.MICROS);
    }
}
