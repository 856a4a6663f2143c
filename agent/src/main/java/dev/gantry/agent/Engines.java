package dev.gantry.agent;

import dev.gantry.agent.home.AgentHome;
import dev.gantry.engine.Engine;
import dev.gantry.engine.EngineSettings;
import dev.gantry.engine.NativeEngine;
import java.time.Clock;

/** Opens the engine of this host. */
final class Engines {
    private Engines() {}

    /** Takes over what runs; refused when another agent uses the same home. */
    static Engine open(AgentHome home, EngineOptions options, Clock clock) {
        EngineSettings defaults = EngineSettings.of(home.engineData(), home.engineRun());
        return NativeEngine.open(
                new EngineSettings(
                        defaults.dataRoot(),
                        defaults.runRoot(),
                        options.parent(),
                        options.network(),
                        defaults.logBytes(),
                        defaults.logFiles(),
                        options.layerOptions().limits(),
                        options.registryOptions().settings()),
                clock);
    }
}
