package dev.gantry.engine.container;

import java.time.Duration;
import java.util.Optional;

/**
 * @param signal empty for the container's own stop signal
 * @param grace empty for the container's own grace period; zero kills at once
 */
public record StopOptions(Optional<String> signal, Optional<Duration> grace) {
    public static final StopOptions DEFAULT = new StopOptions(Optional.empty(), Optional.empty());
    public static final StopOptions KILL = new StopOptions(Optional.of("SIGKILL"), Optional.of(Duration.ZERO));
}
