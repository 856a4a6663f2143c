package dev.gantry.engine.image.prune;

/**
 * Whether an image goes.
 *
 * @param why for people: "used by container web"
 */
public record Verdict(Prunable of, Reason reason, String why) {
    public boolean goes() {
        return reason.goes;
    }

    public enum Reason {
        /** No name leads to it and no container needs it. */
        UNNAMED(true),
        /** No container needs it. */
        UNUSED(true),
        IN_USE(false),
        /** Somebody said that it stays. */
        SPARED(false),
        /** It has a name, and only images without one go. */
        NAMED(false),
        /** Not all of its names match the pattern. */
        NO_MATCH(false),
        TOO_NEW(false),
        AMONG_NEWEST(false);

        private final boolean goes;

        Reason(boolean goes) {
            this.goes = goes;
        }
    }
}
