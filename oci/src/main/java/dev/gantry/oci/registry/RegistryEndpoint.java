package dev.gantry.oci.registry;

import dev.gantry.oci.registry.auth.Credentials;
import dev.gantry.oci.registry.http.Origin;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One server that is asked for images, and what may be trusted about it.
 *
 * @param host as in a reference, with an optional port: "docker.io", "registry.example.com:5000"
 * @param plainHttp talk to it without TLS; only where an administrator allowed it
 * @param authority PEM certificates that are trusted for it instead of the system's
 * @param tokenHosts host names, beside its own, that may give out its tokens and so see the credentials
 * @param door how to reach it; empty for the address that its host and plainHttp make
 */
public record RegistryEndpoint(
        String host,
        boolean plainHttp,
        Optional<String> authority,
        Optional<Credentials> credentials,
        Set<String> tokenHosts,
        Optional<Door> door) {
    private static final String DOCKER_HUB = "docker.io";
    private static final String DOCKER_HUB_SERVER = "registry-1.docker.io";
    /** Registries that are known to keep their token service on a host of another name. */
    private static final Map<String, String> KNOWN_TOKEN_HOSTS =
            Map.of(DOCKER_HUB, "auth.docker.io", "registry.gitlab.com", "gitlab.com");

    public RegistryEndpoint {
        Set<String> all = new TreeSet<>();
        tokenHosts.forEach(name -> all.add(name.toLowerCase(Locale.ROOT)));
        Optional.ofNullable(KNOWN_TOKEN_HOSTS.get(host)).ifPresent(all::add);
        tokenHosts = Set.copyOf(all);
    }

    public RegistryEndpoint(
            String host,
            boolean plainHttp,
            Optional<String> authority,
            Optional<Credentials> credentials,
            Set<String> tokenHosts) {
        this(host, plainHttp, authority, credentials, tokenHosts, Optional.empty());
    }

    /** Over TLS, as the system trusts it, as nobody. */
    public static RegistryEndpoint of(String host) {
        return new RegistryEndpoint(host, false, Optional.empty(), Optional.empty(), Set.of());
    }

    public RegistryEndpoint withPlainHttp() {
        return new RegistryEndpoint(host, true, authority, credentials, tokenHosts, door);
    }

    public RegistryEndpoint withAuthority(String pem) {
        return new RegistryEndpoint(host, plainHttp, Optional.of(pem), credentials, tokenHosts, door);
    }

    public RegistryEndpoint withCredentials(Credentials newCredentials) {
        return new RegistryEndpoint(host, plainHttp, authority, Optional.of(newCredentials), tokenHosts, door);
    }

    public RegistryEndpoint withTokenHosts(Set<String> hosts) {
        return new RegistryEndpoint(host, plainHttp, authority, credentials, hosts, door);
    }

    public RegistryEndpoint through(Door newDoor) {
        return new RegistryEndpoint(host, plainHttp, authority, credentials, tokenHosts, Optional.of(newDoor));
    }

    /** Of the registry's API. */
    public URI base() {
        if (door.isPresent()) {
            return door.get().at().resolve("/v2/");
        }
        String server = host.equals(DOCKER_HUB) ? DOCKER_HUB_SERVER : host;
        return URI.create((plainHttp ? "http://" : "https://") + server + "/v2/");
    }

    public Origin origin() {
        return Origin.of(base());
    }
}
