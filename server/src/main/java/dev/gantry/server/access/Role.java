package dev.gantry.server.access;

/** What a user may do. */
public enum Role {
    ADMIN,
    /** Reads all, and manages its own password and tokens. */
    VIEWER
}
