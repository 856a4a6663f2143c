package dev.gantry.server.container.spec;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Makes up names that people can say: an adjective and something from a workshop. */
@Component
public class Names {
    private static final List<String> ADJECTIVES = List.of(
            "amber", "bold", "brave", "bright", "brisk", "calm", "clear", "clever", "cosy", "eager", "early", "fair",
            "fast", "firm", "fresh", "gentle", "glad", "grand", "happy", "honest", "jolly", "keen", "kind", "light",
            "lively", "loyal", "lucky", "mellow", "merry", "mild", "neat", "nimble", "noble", "plain", "proud", "quick",
            "quiet", "rapid", "ready", "sharp", "shiny", "silent", "smart", "solid", "steady", "sunny", "swift",
            "warm");
    private static final List<String> NOUNS = List.of(
            "anchor", "anvil", "axle", "barrel", "beam", "bolt", "bridge", "bucket", "cable", "chisel", "clamp",
            "compass", "cog", "crane", "crate", "dock", "drill", "ferry", "forge", "gauge", "gear", "girder", "hammer",
            "harbour", "hinge", "hoist", "hook", "jetty", "ladder", "lantern", "lathe", "lever", "mast", "piston",
            "pulley", "rivet", "rope", "rudder", "sail", "shuttle", "sledge", "spindle", "spring", "tiller", "tower",
            "wedge", "wheel", "winch");
    private static final int TRIES = 20;

    private final SecureRandom random = new SecureRandom();

    public String free(Predicate<String> taken) {
        for (int i = 0; i < TRIES; i++) {
            String name = pick(ADJECTIVES) + "-" + pick(NOUNS);
            if (!taken.test(name)) {
                return name;
            }
        }
        return pick(ADJECTIVES) + "-" + pick(NOUNS) + "-" + random.nextInt(1_000_000);
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
