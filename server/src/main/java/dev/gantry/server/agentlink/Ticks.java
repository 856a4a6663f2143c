package dev.gantry.server.agentlink;

/** Monotonic time for silence and deadlines; a wall clock that jumps must not cut a link. */
interface Ticks {
    /** As {@link System#nanoTime}. */
    long nanos();
}
