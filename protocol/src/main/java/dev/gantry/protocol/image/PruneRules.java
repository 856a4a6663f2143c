package dev.gantry.protocol.image;

import dev.gantry.protocol.wish.Copies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which images may go; every rule that is given must allow it. An image that a container needs never goes.
 *
 * @param unnamedOnly those alone that no name leads to
 * @param olderThanSeconds those that came to the host at least so long ago
 * @param keepNewest images that stay of each repository, counted from the one that came last
 * @param pattern those whose names all match it: * for any text, ? for one character, in short or in full
 * @param spared digests of images that stay because somebody says so
 */
public record PruneRules(
        boolean unnamedOnly,
        @Nullable Long olderThanSeconds,
        @Nullable Integer keepNewest,
        @Nullable String pattern,
        List<String> spared) {
    public PruneRules {
        spared = Copies.list(spared);
    }
}
