package dev.gantry.agent;

import dev.gantry.agent.home.AgentHome;
import dev.gantry.engine.Engine;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.time.Clock;

/** Opens the engine of this host. */
final class Engines {
    private Engines() {}

    static Engine open(AgentHome home, EngineOptions options, Clock clock) {
        throw new RefusedException(
                RefusalCode.NOT_SUPPORTED,
                "open the engine in " + home.engineData(),
                "this build has none",
                "install a later version");
    }
}
