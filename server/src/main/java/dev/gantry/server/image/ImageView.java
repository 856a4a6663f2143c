package dev.gantry.server.image;

import dev.gantry.protocol.facts.ImageFact;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One image over all hosts.
 *
 * @param sizeBytes of its layers, unpacked
 * @param usedBy how many containers were made from it
 */
public record ImageView(
        String digest,
        List<String> references,
        String os,
        String architecture,
        long sizeBytes,
        @Nullable String createdAt,
        List<HostRef> hosts,
        long usedBy) {

    /** A host that has it. */
    @Schema(name = "ImageHost")
    public record HostRef(UUID id, String name) {}

    /**
     * Its row with all that is known of it.
     *
     * @param layers from the lowest to the highest
     */
    @Schema(name = "ImageDetail")
    public record Detail(
            String digest,
            List<String> references,
            String os,
            String architecture,
            long sizeBytes,
            @Nullable String createdAt,
            List<HostRef> hosts,
            List<ImageFact.LayerFact> layers,
            ImageFact.ConfigFact config,
            List<User> usedBy) {}

    /** A container that was made from it. */
    @Schema(name = "ImageUser")
    public record User(UUID id, String name, String hostName) {}
}
