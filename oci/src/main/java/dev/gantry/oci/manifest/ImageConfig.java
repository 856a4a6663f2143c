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
    public ImageConfig {
        diffIds = List.copyOf(diffIds);
        history = List.copyOf(history);
    }

    /** Reads the JSON of a config; what is no config, or one that nothing can run with, is refused with IMAGE_INVALID. */
    public static ImageConfig parse(byte[] json) {
        return ConfigReader.read(json);
    }

    /** Writes JSON that {@link #parse} reads back; equal configs make equal bytes. */
    public byte[] toJson() {
        return ConfigWriter.write(this);
    }

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
            Optional<String> stopSignal) {
        /** For an image that says nothing. */
        public static final Process NONE = new Process(
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Optional.empty());

        public Process {
            entrypoint = List.copyOf(entrypoint);
            command = List.copyOf(command);
            env = List.copyOf(env);
            exposedPorts = List.copyOf(exposedPorts);
            labels = Map.copyOf(labels);
        }
    }

    /** One step of how the image was made. */
    public record History(Optional<String> createdBy, Optional<Instant> created, boolean emptyLayer) {}
}
