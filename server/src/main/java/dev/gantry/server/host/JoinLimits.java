package dev.gantry.server.host;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.request.AddressBlock;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * How many joins may fail a minute, from one address and in all. A token has 192 random bits and needs no such guard;
 * what is spared is this process' own work, so each server counts for itself.
 */
@Component
class JoinLimits {
    static final int FOR_ADDRESS = 30;
    static final int IN_TOTAL = 300;
    private static final Duration REFILL = Duration.ofMinutes(1);
    /** The least recently used are forgotten, so that many addresses cost little memory. */
    private static final int MOST_ADDRESSES = 10_000;

    private final TimeMeter time;
    private final Bucket total;
    private final Map<String, Bucket> addresses = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    JoinLimits(Clock clock) {
        this.time = new Time(clock);
        this.total = bucket(IN_TOTAL);
    }

    /** Takes one attempt, or errors with RATE_LIMITED. */
    void attempt(String address) {
        Bucket own = of(address);
        if (!own.tryConsume(1)) {
            throw refused("from this address");
        }
        if (!total.tryConsume(1)) {
            own.addTokens(1);
            throw refused("in all");
        }
    }

    /** Gives the attempt back: many hosts may join at once from behind one address. */
    void succeeded(String address) {
        of(address).addTokens(1);
        total.addTokens(1);
    }

    private Bucket of(String address) {
        synchronized (addresses) {
            return addresses.computeIfAbsent(AddressBlock.of(address), block -> bucket(FOR_ADDRESS));
        }
    }

    private Bucket bucket(int capacity) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, REFILL))
                .build();
    }

    private static ProblemException refused(String where) {
        return new ProblemException(
                ErrorCode.RATE_LIMITED,
                "Join this host",
                "there were too many failed joins " + where,
                "Wait a minute and try again with a fresh join line.");
    }

    private record Time(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
