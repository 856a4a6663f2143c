package dev.gantry.agent.facts;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Base URLs of the clouds' metadata services, settings {@code gantry.agent.metadata.*}. By default the link-local address
 * that all of them use; by number, so that no name has to be resolved.
 */
public record MetadataSettings(URI azure, URI aws, URI google) {
    private static final String LINK_LOCAL = "http://169.254.169.254";

    /** Parses each, or takes its default when it is null. */
    public static MetadataSettings of(@Nullable String azure, @Nullable String aws, @Nullable String google) {
        return new MetadataSettings(uri("azure", azure), uri("aws", aws), uri("google", google));
    }

    private static URI uri(String name, @Nullable String text) {
        try {
            URI uri = new URI(text == null ? LINK_LOCAL : text);
            if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
                throw new URISyntaxException(String.valueOf(text), "not http://HOST[:PORT]");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("gantry.agent.metadata." + name + ": \"" + text
                    + "\" is no base URL; write it as in http://127.0.0.1:8080");
        }
    }
}
