package dev.gantry.agent.identity;

/** Joining can't succeed by trying again; the message says what was tried, why not, and what to do. */
public final class JoinRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public JoinRefusedException(String tried, String why, String action) {
        super("Can't " + tried + ".\n  Why: " + why + "\n  What to do: " + action);
    }
}
