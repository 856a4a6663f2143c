package dev.gantry.server.operation;

/** Where an operation stands. Only moves forward. */
public enum OperationState {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    public boolean ended() {
        return this != PENDING && this != RUNNING;
    }

    public boolean canBecome(OperationState next) {
        return !ended() && next.ordinal() > ordinal();
    }
}
