package dev.gantry.agent;

import dev.gantry.oci.registry.http.HttpSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings below {@code gantry.engine.registry}, docs/installation.md: how patient the host is with registries. Null for
 * the client's own.
 *
 * @param connect until a connection must stand
 * @param stall a connection on which no byte moved for so long is given up
 * @param tries of one request, or of a blob without a byte of progress
 */
record RegistryOptions(
        @Nullable Duration connect,
        @Nullable Duration stall,
        @Nullable Integer tries) {
    static final RegistryOptions DEFAULT = new RegistryOptions(null, null, null);

    private static final String PREFIX = "gantry.engine.registry.";
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofHours(1);
    private static final int MOST_TRIES = 100;

    RegistryOptions {
        within("connect", connect);
        within("stall", stall);
        if (tries != null && (tries < 1 || tries > MOST_TRIES)) {
            throw new IllegalArgumentException(
                    PREFIX + "tries: " + tries + " is not between 1 and " + MOST_TRIES + ", which it must be");
        }
    }

    private static void within(String key, @Nullable Duration value) {
        if (value != null && (value.compareTo(LEAST) < 0 || value.compareTo(MOST) > 0)) {
            throw new IllegalArgumentException(
                    PREFIX + key + ": " + value + " is not between 1s and 1h, which it must be");
        }
    }

    HttpSettings settings() {
        HttpSettings own = HttpSettings.DEFAULT;
        return new HttpSettings(
                connect == null ? own.connect() : connect,
                stall == null ? own.stall() : stall,
                tries == null ? own.tries() : tries,
                own.firstPause(),
                own.longestPause());
    }
}
