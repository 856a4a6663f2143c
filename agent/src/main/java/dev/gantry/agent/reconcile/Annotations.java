package dev.gantry.agent.reconcile;

import dev.gantry.engine.container.ContainerConfig;
import java.util.Map;

/** The marks by which an agent knows the containers it made. They are kept by the engine, out of reach of images. */
public final class Annotations {
    private static final String HOST = "dev.gantry.host";
    private static final String GENERATION = "dev.gantry.generation";

    private Annotations() {}

    static Map<String, String> of(String hostId, long generation) {
        return Map.of(HOST, hostId, GENERATION, Long.toString(generation));
    }

    /** Whether the container was made from a wish, for a host that this one was before it joined again. */
    static boolean isStray(ContainerConfig config, String hostId) {
        String made = config.annotations().get(HOST);
        return made != null && !made.equals(hostId);
    }

    /** Whether the container was made from a wish for this host. */
    public static boolean isOf(ContainerConfig config, String hostId) {
        return hostId.equals(config.annotations().get(HOST));
    }
}
