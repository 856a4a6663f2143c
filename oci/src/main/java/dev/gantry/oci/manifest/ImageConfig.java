package dev.gantry.oci.manifest;

import dev.gantry.oci.digest.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image's configuration, OCI image specification, config.md: checked, bounded and without nulls.
 *
 * @param diffIds one for each layer, from the lowest to the highest
 * @param history from the lowest to the highest; entries that made no layer are marked so
 */
public record ImageConfig(
        Platform platform, Optional<Instant> created, Process process, List<Digest> diffIds, List<History> history) {

    /** @param variant e.g. "v8"; @param osVersion e.g. "10.0.20348.2700" */
    public record Platform(String os, String architecture, Optional<String> variant, Optional<String> osVersion) {}

    /** What a container of this image runs unless told otherwise. */
    public record Process(
            List<String> entrypoint,
            List<String> command,
            List<String> env,
            Optional<String> workingDir,
            Optional<String> user,
            List<String> exposedPorts,
            Map<String, String> labels,
            Optional<String> stopSignal) {}

    /** One step of how the image was made. */
    public record History(Optional<String> createdBy, Optional<Instant> created, boolean emptyLayer) {}
}
