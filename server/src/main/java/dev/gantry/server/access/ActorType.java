package dev.gantry.server.access;

/** What kind of someone acts. */
public enum ActorType {
    /** A person with a session. */
    USER,
    /** A script with a bearer token. */
    TOKEN,
    /** An agent, known by its certificate. */
    HOST,
    /** The server itself. */
    SYSTEM
}
