package dev.gantry.server.registry;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A registry as everyone sees it; its secret is never among it.
 *
 * @param host as in a reference, with an optional port
 * @param plainHttp whether hosts talk to it without TLS
 * @param authority PEM certificates that are trusted for it instead of the hosts' own
 * @param mirrorOf the registry whose images it mirrors
 * @param tokenHosts host names, beside its own, that may give out its tokens
 * @param username null for nobody
 */
public record RegistryView(
        UUID id,
        String host,
        boolean plainHttp,
        @Nullable String authority,
        @Nullable String mirrorOf,
        List<String> tokenHosts,
        @Nullable String username,
        Instant createdAt,
        long version) {
    public RegistryView {
        tokenHosts = List.copyOf(tokenHosts);
    }
}
