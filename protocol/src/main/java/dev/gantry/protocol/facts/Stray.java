package dev.gantry.protocol.facts;

import dev.gantry.protocol.wish.ContainerSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A container that is on the host and that nobody wishes: an earlier host of the same home made it, before this one joined. An
 * agent offers it, leaves it as it is, and obeys once a wish has its id.
 *
 * @param id as in a wish
 * @param imageDigest manifest digest that the container was made from
 * @param run number of its last run, 0 before the first
 * @param live whether a process may exist
 * @param createdAt RFC 3339, UTC
 * @param spec what it was made from
 */
public record Stray(
        String id,
        String name,
        String imageDigest,
        long run,
        boolean live,
        @Nullable String createdAt,
        ContainerSpec spec) {
    public Stray {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(imageDigest, "imageDigest");
        Objects.requireNonNull(spec, "spec");
    }
}
