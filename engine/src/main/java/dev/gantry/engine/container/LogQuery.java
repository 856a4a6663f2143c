package dev.gantry.engine.container;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * @param since inclusive
 * @param tail at most so many of the records that exist
 * @param follow go on until the container is removed
 */
public record LogQuery(Optional<Instant> since, OptionalInt tail, boolean follow) {
    public static final LogQuery ALL = new LogQuery(Optional.empty(), OptionalInt.empty(), false);
}
