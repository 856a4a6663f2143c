package dev.gantry.agent.home;

import java.nio.file.Path;

/**
 * The layout of an installation's home as far as the agent and its engine use it, docs/installation.md.
 *
 * @param root absolute
 */
public record AgentHome(Path root) {

    public AgentHome {
        root = root.toAbsolutePath().normalize();
    }

    /** Key, certificate, authority and host id in one file, so that a renewal replaces them in one rename. */
    public Path identity() {
        return agent().resolve("identity").resolve("identity.json");
    }

    /** The wishes that were received last. */
    public Path assignments() {
        return agent().resolve("assignments.json");
    }

    /** Which generation of each wish the host's state answers. */
    public Path answers() {
        return agent().resolve("answers.json");
    }

    /** How the link to the server stands, for `./gantry`. */
    public Path link() {
        return agent().resolve("link");
    }

    /** The engine's data root. */
    public Path engineData() {
        return root.resolve("engine");
    }

    /** The engine's runtime state, made anew after a boot. */
    public Path engineRun() {
        return root.resolve("run");
    }

    private Path agent() {
        return root.resolve("agent");
    }
}
