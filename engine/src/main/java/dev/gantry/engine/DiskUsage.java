package dev.gantry.engine;

import dev.gantry.engine.image.usage.StoreUse;
import java.util.List;

/** What the engine's data root takes on the disk, in bytes as du(1) reckons them. */
public record DiskUsage(StoreUse store, List<ContainerUse> containers) {
    public DiskUsage {
        containers = List.copyOf(containers);
    }

    public long containerBytes() {
        return containers.stream().mapToLong(ContainerUse::bytes).sum();
    }

    public long totalBytes() {
        return store.totalBytes() + containerBytes();
    }

    /** @param bytes its own layer, its log and its configuration; not its image */
    public record ContainerUse(String id, String name, long bytes) {}
}
