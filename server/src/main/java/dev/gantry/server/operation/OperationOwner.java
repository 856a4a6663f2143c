package dev.gantry.server.operation;

/** Implemented by whoever performs operations of some kinds; the operations ask their owner before they end one themselves. */
public interface OperationOwner {
    /** Whether operations of this kind are performed by this owner. */
    boolean owns(String kind);

    /**
     * Asked for each operation whose server ended before it did: can its outcome still arrive? If not, it is failed
     * with a reason, for nobody would ever end it.
     */
    boolean canStillEnd(OperationView operation);

    /** Asked to stop the work. The operation is already CANCELLED; what comes in later for it is dropped. */
    void cancelled(OperationView operation);
}
