package dev.gantry.protocol.facts;

/**
 * A refusal on its way to a person.
 *
 * @param code from the closed list of refusals, e.g. "PORT_TAKEN"
 * @param tried what was tried, on what
 * @param why why it can't be
 * @param action what to do about it
 */
public record Problem(String code, String tried, String why, String action) {}
