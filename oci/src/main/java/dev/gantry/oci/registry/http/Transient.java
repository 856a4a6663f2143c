package dev.gantry.oci.registry.http;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that another try may not meet: a broken connection, silence, 429, 5xx. */
public final class Transient extends Exception {
    private final Optional<Duration> after;
    private final boolean answered;

    /** @param after as long as the registry asks to wait */
    public Transient(String why, Optional<Duration> after, @Nullable Throwable cause) {
        this(why, after, false, cause);
    }

    private Transient(String why, Optional<Duration> after, boolean answered, @Nullable Throwable cause) {
        super(why, cause);
        this.after = after;
        this.answered = answered;
    }

    public Transient(String why, Throwable cause) {
        this(why, Optional.empty(), cause);
    }

    /** By a status that may be another one the next time. */
    static Transient answered(String why, Optional<Duration> after) {
        return new Transient(why, after, true, null);
    }

    /** Whether there was an answer, though none to work with. */
    public boolean answered() {
        return answered;
    }

    Optional<Duration> after() {
        return after;
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
