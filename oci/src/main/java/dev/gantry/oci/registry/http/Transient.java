package dev.gantry.oci.registry.http;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that another try may not meet: a broken connection, silence, 429, 5xx. */
public final class Transient extends Exception {
    private final Optional<Duration> after;

    /** @param after as long as the registry asks to wait */
    public Transient(String why, Optional<Duration> after, @Nullable Throwable cause) {
        super(why, cause);
        this.after = after;
    }

    public Transient(String why, Throwable cause) {
        this(why, Optional.empty(), cause);
    }

    Optional<Duration> after() {
        return after;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
