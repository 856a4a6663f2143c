package dev.gantry.protocol.wish;

/**
 * How a run is ended: the signal, then after the grace period SIGKILL.
 *
 * @param signal a name as in signal(7), e.g. "SIGTERM"
 */
public record StopSpec(String signal, int graceSeconds) {}
