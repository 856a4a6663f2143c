package dev.gantry.protocol;

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
 */
public record RegistryEndpoint(
        String host,
        boolean plainHttp,
        @Nullable String authority,
        @Nullable String user,
        @Nullable String secret,
        List<String> tokenHosts) {
    public RegistryEndpoint {
        tokenHosts = List.copyOf(tokenHosts);
    }

    @Override
    public String toString() {
        return (plainHttp ? "http://" : "https://") + host + (user == null ? "" : " as " + user);
    }
}
