package dev.gantry.protocol.wish;

/** Whether a container is wished to run. */
public enum Power {
    ON,
    OFF
}
