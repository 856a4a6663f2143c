package dev.gantry.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server that may be asked for images, with what one host needs for one request. Its secret is kept nowhere on the way
 * and never shown.
 *
 * @param host with an optional port, as in a reference
 * @param plainHttp talk to it without TLS
 * @param authority PEM certificates that are trusted for it instead of the system's; null for the system's
 * @param user null for nobody
 * @param secret the user's password or token
 * @param tokenHosts host names, beside its own, that may give out its tokens
 * @param own it is the server's own registry: the agent asks the server that it is linked to, and proves itself by its
 *     certificate; of the rest, host alone counts
 */
public record RegistryEndpoint(
        String host,
        boolean plainHttp,
        @Nullable String authority,
        @Nullable String user,
        @Nullable String secret,
        List<String> tokenHosts,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean own) {
    public RegistryEndpoint {
        tokenHosts = List.copyOf(tokenHosts);
    }

    /** Another one than the server's own. */
    public RegistryEndpoint(
            String host,
            boolean plainHttp,
            @Nullable String authority,
            @Nullable String user,
            @Nullable String secret,
            List<String> tokenHosts) {
        this(host, plainHttp, authority, user, secret, tokenHosts, false);
    }

    /** The server's own. @param host as it stands in the image's name */
    public static RegistryEndpoint own(String host) {
        return new RegistryEndpoint(host, false, null, null, null, List.of(), true);
    }

    @Override
    public String toString() {
        return own
                ? "the server itself, as " + host
                : (plainHttp ? "http://" : "https://") + host + (user == null ? "" : " as " + user);
    }
}
