package dev.gantry.server.image.prune;

import dev.gantry.protocol.image.PruneRules;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which images may go; every rule that is given must allow it. An image that a container needs never goes.
 *
 * @param unnamedOnly those alone that no name leads to; not given means all
 * @param olderThanSeconds those that came to the host at least so long ago
 * @param keepNewest images that stay of each repository, counted from the one that came last
 * @param pattern those whose names all match it: * for any text, ? for one character, in short or in full
 * @param spared digests of images that stay because you say so
 */
@Schema(name = "PruneRules")
record PruneSpec(
        @Nullable Boolean unnamedOnly,
        @Nullable @Min(0) @Max(10L * 366 * 86_400) Long olderThanSeconds,
        @Nullable @Min(0) @Max(10_000) Integer keepNewest,

        @Nullable @Size(min = 1, max = 255) @Pattern(regexp = "\\S+", message = "must have no blanks")
        String pattern,

        @Nullable @Size(max = 10_000)
        List<
                        @NotNull
                        @Pattern(
                                regexp = "sha256:[0-9a-f]{64}",
                                message = "must be a digest: sha256: and 64 lower-case hex digits")
                        String>
                spared) {

    PruneRules told() {
        return new PruneRules(
                Boolean.TRUE.equals(unnamedOnly),
                olderThanSeconds,
                keepNewest,
                pattern,
                Objects.requireNonNullElse(spared, List.of()));
    }
}
