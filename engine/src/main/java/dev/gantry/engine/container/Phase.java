package dev.gantry.engine.container;

/** Where a run is. Within one run it only moves to a later constant; a restart is a new run. */
public enum Phase {
    /** Disk and configuration exist, no process ran yet. */
    CREATED,
    STARTING,
    RUNNING,
    /** Was told to end. */
    STOPPING,
    EXITED,
    /** Could not be started; the view's refusal says why. */
    FAILED;

    public boolean canBecome(Phase next) {
        return next.ordinal() > ordinal();
    }

    /** Whether a process may exist. */
    public boolean isLive() {
        return this == STARTING || this == RUNNING || this == STOPPING;
    }
}
