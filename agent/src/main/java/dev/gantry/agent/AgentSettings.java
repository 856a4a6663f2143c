package dev.gantry.agent;

import dev.gantry.agent.facts.MetadataSettings;
import dev.gantry.agent.home.AgentHome;
import dev.gantry.agent.identity.Endpoint;
import dev.gantry.agent.identity.Fingerprint;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings below {@code gantry.agent}, docs/installation.md.
 *
 * @param home HOME of the installation
 * @param server {@code host:port} of the server's agent port
 * @param token for the first join only
 * @param fingerprint for the first join only
 */
record AgentSettings(
        String home,
        String server,
        @Nullable String token,
        @Nullable String fingerprint,
        @Nullable Map<String, String> labels,
        @Nullable Metadata metadata) {

    /** Base URLs; null for the cloud's own. */
    record Metadata(
            @Nullable String azure,
            @Nullable String aws,
            @Nullable String google) {}

    AgentSettings {
        if (server != null) {
            named("server", server, Endpoint::parse);
        }
        if (fingerprint != null && !fingerprint.isBlank()) {
            named("fingerprint", fingerprint, Fingerprint::parse);
        }
    }

    AgentHome agentHome() {
        return new AgentHome(Path.of(home));
    }

    Endpoint endpoint() {
        return Endpoint.parse(server);
    }

    Optional<String> joinToken() {
        return Optional.ofNullable(token).filter(text -> !text.isBlank());
    }

    Optional<Fingerprint> joinFingerprint() {
        return Optional.ofNullable(fingerprint).filter(text -> !text.isBlank()).map(Fingerprint::parse);
    }

    Map<String, String> hostLabels() {
        return labels == null ? Map.of() : labels;
    }

    MetadataSettings metadataServices() {
        return metadata == null
                ? MetadataSettings.of(null, null, null)
                : MetadataSettings.of(metadata.azure(), metadata.aws(), metadata.google());
    }

    /**
     * The first key that must be set and is not. Asked after the binding, so that a misspelt key is told as what it is.
     */
    Optional<String> missing() {
        return isBlank(home)
                ? Optional.of("gantry.agent.home")
                : isBlank(server) ? Optional.of("gantry.agent.server") : Optional.empty();
    }

    private static boolean isBlank(@Nullable String value) {
        return value == null || value.isBlank();
    }

    private static void named(String key, String value, Function<String, ?> parser) {
        try {
            Object unused = parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("gantry.agent." + key + ": " + e.getMessage());
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "agent of " + server + " in " + home;
    }
}
