package dev.gantry.server.identity;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Slows down guessing: so many failed logins for a name and for an address, then one more every few seconds. */
@Component
class LoginLimits {
    private static final int FOR_NAME = 10;
    private static final int FOR_ADDRESS = 50;
    private static final Duration REFILL = Duration.ofMinutes(1);

    private final Buckets names = new Buckets(FOR_NAME);
    private final Buckets addresses = new Buckets(FOR_ADDRESS);

    /** Takes one attempt from both; a refusal when one has none left. */
    void attempt(String name, String address) {
        boolean allowed =
                addresses.of(address).tryConsume(1) && names.of(key(name)).tryConsume(1);
        if (!allowed) {
            throw new ProblemException(
                    ErrorCode.RATE_LIMITED,
                    "Log in",
                    "there were too many failed logins with this name or from this address",
                    "Wait a minute and try again.");
        }
    }

    /** Gives the attempt back: only failures count. */
    void succeeded(String name, String address) {
        names.of(key(name)).addTokens(1);
        addresses.of(address).addTokens(1);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The least recently used go first, so that made-up names cost no memory. */
    private static final class Buckets {
        private static final int MOST = 10_000;
        private final int capacity;
        private final Map<String, Bucket> all = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > MOST;
            }
        };

        Buckets(int capacity) {
            this.capacity = capacity;
        }

        synchronized Bucket of(String key) {
            return all.computeIfAbsent(
                    key,
                    k -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, REFILL))
                            .build());
        }
    }
}
