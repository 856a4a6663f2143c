package dev.gantry.server.image.source;

import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.server.image.ImageQueries;
import dev.gantry.server.image.ImageView;
import dev.gantry.server.image.layer.LayerAsk;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds where an image can be looked into: on a connected host, else in the registry. */
@Component
public class ImageSources {
    private final ImageQueries images;
    private final RegistryImages registry;
    private final LayerAsk ask;
    private final IndexCache cache;
    private final LayerProperties properties;

    ImageSources(
            ImageQueries images, RegistryImages registry, LayerAsk ask, IndexCache cache, LayerProperties properties) {
        this.images = images;
        this.registry = registry;
        this.ask = ask;
        this.cache = cache;
        this.properties = properties;
    }

    /** Errors with IMAGE_NOT_FOUND when neither has it, and HOST_UNREACHABLE when only hosts do that are away. */
    public ImageSource find(String digest) {
        Optional<ImageFact> known = images.fact(digest);
        String tried = "Look into image " + digest;
        if (known.isEmpty()) {
            return registry.find(digest)
                    .orElseThrow(() -> new ProblemException(
                            ErrorCode.IMAGE_NOT_FOUND,
                            tried,
                            "no host and no repository has an image with this digest",
                            "List the images, or look at the repository's tags, to see which there are."));
        }
        try {
            return onHost(known.get(), ask.host(digest, tried));
        } catch (ProblemException away) {
            if (away.code() != ErrorCode.HOST_UNREACHABLE) {
                throw away;
            }
            return registry.find(digest).orElseThrow(() -> away);
        }
    }

    private ImageSource onHost(ImageFact image, ImageView.HostRef host) {
        return new HostLayers(host, image, ask, cache, properties.indexSize().toBytes());
    }
}
