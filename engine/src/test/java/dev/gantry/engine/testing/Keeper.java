package dev.gantry.engine.testing;

import dev.gantry.engine.Engine;
import dev.gantry.engine.EngineSettings;
import dev.gantry.engine.NativeEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** A program of its own that looks after what runs until someone kills it; it says "ready" when it does. */
public final class Keeper {
    private static final long LOG_BYTES = 8 << 20;
    private static final int LOG_FILES = 6;

    private Keeper() {}

    /** @param args the engine's home and its cgroup parent */
    public static void main(String[] args) throws IOException {
        try (Engine engine = NativeEngine.open(settings(Path.of(args[0]), args[1]), Clock.systemUTC())) {
            System.out.println("ready with " + engine.containers().size());
            System.out.flush();
            // Ends with its parent.
            while (System.in.read() >= 0) {
                continue;
            }
        }
    }

    public static EngineSettings settings(Path home, String parent) {
        return new EngineSettings(
                home.resolve("data"), home.resolve("run"), parent, Optional.empty(), LOG_BYTES, LOG_FILES);
    }
}
