package dev.gantry.server.scheduling;

import org.jspecify.annotations.Nullable;

/**
 * What is to be placed.
 *
 * @param name the wanted name; null when any will do
 */
public record Request(String image, @Nullable String name) {}
