package dev.gantry.engine.container;

import dev.gantry.engine.disk.DataRoot;
import dev.gantry.engine.runtime.Bundle;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a container's files are: what must last in the data root, what lives as long as the process in the runtime
 * directory.
 *
 * @param run made anew after a boot
 */
public record ContainerPaths(DataRoot data, Path run) {
    static final String CONFIG = "config.json";
    static final String STATE = "state.json";

    /** Directories that must exist before anything starts. */
    public List<Path> runDirectories() {
        return List.of(bundles(), exits(), sockets(), namespaces(), runtimeState());
    }

    Path config(String id) {
        return data.container(id).resolve(CONFIG);
    }

    Path state(String id) {
        return data.container(id).resolve(STATE);
    }

    /** conmon's log and the older parts of it. */
    public Path logs(String id) {
        return data.container(id).resolve("log");
    }

    /** The file that conmon writes. */
    Path log(String id) {
        return logs(id).resolve("log");
    }

    Path bundles() {
        return run.resolve("b");
    }

    public Bundle bundle(String id) {
        return new Bundle(bundles().resolve(id));
    }

    /** Where conmon leaves exit codes. */
    public Path exits() {
        return run.resolve("exits");
    }

    public Path sockets() {
        return run.resolve("s");
    }

    public Path namespaces() {
        return run.resolve("netns");
    }

    public Path runtimeState() {
        return run.resolve("runtime");
    }
}
