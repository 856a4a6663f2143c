package dev.gantry.oci.registry;

import java.util.List;

/**
 * The servers that may be asked for a registry's images.
 *
 * @param endpoints in the order in which they are asked: mirrors, and last the registry itself
 */
public record RegistryAccess(List<RegistryEndpoint> endpoints) {
    public RegistryAccess {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("a registry has at least one endpoint");
        }
    }

    public static RegistryAccess of(RegistryEndpoint... endpoints) {
        return new RegistryAccess(List.of(endpoints));
    }

    /** As nobody, over TLS, without mirrors. @param registry as in a reference */
    public static RegistryAccess anonymous(String registry) {
        return of(RegistryEndpoint.of(registry));
    }
}
