package dev.gantry.engine.image.prune;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Which images may go. An image that a container needs never does, whatever the rules; every rule that is given must
 * allow it.
 *
 * @param unnamedOnly those alone that no name leads to
 * @param olderThan those that came to the host at least so long ago
 * @param keepNewest images that stay of each repository, counted from the one that came last
 * @param pattern those whose names all match it, {@code *} for any text and {@code ?} for one character, in short or in
 *     full: "team/*", "docker.io/library/nginx:1.*"
 * @param spared images that stay because somebody says so
 */
public record PruneRules(
        boolean unnamedOnly,
        Optional<Duration> olderThan,
        Optional<Integer> keepNewest,
        Optional<String> pattern,
        Set<Digest> spared) {
    private static final int LONGEST_PATTERN = 255;

    public PruneRules {
        spared = Set.copyOf(spared);
        if (olderThan.filter(Duration::isNegative).isPresent()) {
            throw invalid("the age " + olderThan.get() + " lies in the future");
        }
        if (keepNewest.filter(count -> count < 0).isPresent()) {
            throw invalid("nobody can keep " + keepNewest.get() + " images");
        }
        if (pattern.filter(text -> text.isBlank() || text.length() > LONGEST_PATTERN)
                .isPresent()) {
            throw invalid("a pattern has 1 to " + LONGEST_PATTERN + " characters");
        }
    }

    /** Everything that no container needs. */
    public static final PruneRules UNUSED =
            new PruneRules(false, Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

    boolean matches(Reference name) {
        String wanted = pattern.orElse("*");
        return matches(wanted, name.familiar()) || matches(wanted, name.toString());
    }

    /** Goes back to the last star only, so that no pattern takes longer than its length times the text's. */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int star = -1;
        int from = 0;
        for (int t = 0; t < text.length(); ) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
            if (wanted == '*') {
                star = p++;
                from = t;
            } else if (p < pattern.length() && (wanted == '?' || wanted == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++from;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(c -> c == '*');
    }

    private static RefusedException invalid(String why) {
        return new RefusedException(RefusalCode.INVALID_ARGUMENT, "prune images", why, "correct the rule");
    }
}
