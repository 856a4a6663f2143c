package dev.gantry.protocol.facts;

import dev.gantry.protocol.wish.Copies;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One image that a host has.
 *
 * @param digest of the manifest, "sha256:…"
 * @param references names that lead to it, "docker.io/library/nginx:latest"
 * @param sizeBytes of its layers, unpacked
 * @param createdAt RFC 3339, as the image says; null when it does not
 * @param layers from the lowest to the highest
 */
public record ImageFact(
        String digest,
        String configDigest,
        List<String> references,
        String os,
        String architecture,
        @Nullable String variant,
        @Nullable String osVersion,
        long sizeBytes,
        @Nullable String createdAt,
        List<LayerFact> layers,
        ConfigFact config) {
    public ImageFact {
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(config, "config");
        references = Copies.list(references);
        layers = Copies.list(layers);
    }

    /**
     * @param diffId digest of the unpacked tar
     * @param sizeBytes of the files in it
     * @param createdBy the command that made it, as the image's history says
     */
    public record LayerFact(
            String diffId, long sizeBytes, @Nullable String createdBy) {}

    /** What a container of this image runs unless told otherwise. */
    public record ConfigFact(
            List<String> entrypoint,
            List<String> command,
            List<String> env,
            @Nullable String workingDir,
            @Nullable String user,
            List<String> exposedPorts,
            Map<String, String> labels,
            @Nullable String stopSignal) {
        public ConfigFact {
            entrypoint = Copies.list(entrypoint);
            command = Copies.list(command);
            env = Copies.list(env);
            exposedPorts = Copies.list(exposedPorts);
            labels = Copies.map(labels);
        }
    }
}
