package dev.gantry.agent.request;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.RegistryAccess;
import dev.gantry.oci.registry.RegistryEndpoint;
import dev.gantry.oci.registry.auth.Credentials;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a request says about registries, in the engine's words. */
final class Accesses {
    private Accesses() {}

    static RegistryAccess of(List<dev.gantry.protocol.RegistryEndpoint> endpoints) {
        if (endpoints.isEmpty()) {
            throw new RefusedException(
                    RefusalCode.INVALID_ARGUMENT,
                    "ask a registry",
                    "the request names none",
                    "use a server of the agent's version");
        }
        return new RegistryAccess(endpoints.stream().map(Accesses::of).toList());
    }

    private static RegistryEndpoint of(dev.gantry.protocol.RegistryEndpoint told) {
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
