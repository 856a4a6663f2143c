package dev.gantry.oci.refusal;

import org.jspecify.annotations.Nullable;

/** Thrown wherever a library of Gantry can't or won't do what was asked; the refusal is meant to be read by a person. */
public final class RefusedException extends RuntimeException {
    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        this(refusal, null);
    }

    public RefusedException(Refusal refusal, @Nullable Throwable cause) {
        super(refusal.toString(), cause);
        this.refusal = refusal;
    }

    public RefusedException(RefusalCode code, String tried, String why, String action) {
        this(new Refusal(code, tried, why, action), null);
    }

    public Refusal refusal() {
        return refusal;
    }

    public RefusalCode code() {
        return refusal.code();
    }
}
