package dev.gantry.agent.request;

import dev.gantry.protocol.facts.ImageFact;
import org.jspecify.annotations.Nullable;

/**
 * What a request that succeeded brings.
 *
 * @param image what an import made
 * @param document what an inspection found
 */
record Answer(@Nullable ImageFact image, @Nullable String document) {
    static final Answer DONE = new Answer(null, null);
}
