package dev.gantry.agent.request;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.Door;
import dev.gantry.oci.registry.RegistryAccess;
import dev.gantry.oci.registry.RegistryEndpoint;
import dev.gantry.oci.registry.auth.Credentials;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What a request says about registries, in the engine's words. */
final class Accesses {
    private final Supplier<Door> server;

    /** @param server the way to the server, as of now: a renewal changes the certificate */
    Accesses(Supplier<Door> server) {
        this.server = server;
    }

    RegistryAccess of(List<dev.gantry.protocol.RegistryEndpoint> endpoints) {
        if (endpoints.isEmpty()) {
            throw new RefusedException(
                    RefusalCode.INVALID_ARGUMENT,
                    "ask a registry",
                    "the request names none",
                    "use a server of the agent's version");
        }
        return new RegistryAccess(endpoints.stream().map(this::of).toList());
    }

    RegistryEndpoint of(dev.gantry.protocol.RegistryEndpoint told) {
        if (told.own()) {
            return RegistryEndpoint.of(told.host()).through(server.get());
        }
        Optional<Credentials> credentials = told.user() == null || told.secret() == null
                ? Optional.empty()
                : Optional.of(new Credentials(told.user(), told.secret()));
        return new RegistryEndpoint(
                told.host(),
                told.plainHttp(),
                Optional.ofNullable(told.authority()),
                credentials,
                Set.copyOf(told.tokenHosts()));
    }
}
