package dev.gantry.protocol;

/** Whether a container is wished to run. */
public enum Power {
    ON,
    OFF
}
